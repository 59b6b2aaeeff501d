namespace BgpNode.Demo.Tools;

/// <summary>One line of <c>ip route</c>, in its words: a host route's destination has no length.</summary>
internal readonly record struct KernelRoute(string Destination, string Gateway, string Device, string Protocol)
{
    /// <summary>Written by a BgpNode with its default protocol number, whose name depends on the host's rt_protos.</summary>
    public bool IsOurs => Protocol is "179" or "bgpnode";
}
