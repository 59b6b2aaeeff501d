namespace BgpNode.Kernel.Netlink;

/// <summary>Which events a subscription wants. What it does not want is dropped by the kernel before it is queued.</summary>
public sealed record KernelEventFilter
{
    public KernelTopics Topics { get; init; } = KernelTopics.All;

    /// <summary>
    /// Only routes of this owner, or 0 for all. A route of somebody else that replaced another one comes all the same: it
    /// may have taken ours away, and the kernel says so in no other event.
    /// </summary>
    public byte RouteProtocol { get; init; }

    /// <summary>Only routes of this table (254 is main), or 0 for all.</summary>
    public uint RouteTable { get; init; }

    /// <summary>Whether route and nexthop changes that this client wrote itself come too.</summary>
    public bool OwnChanges { get; init; }

    /// <summary>Octets of events that may wait for the reader; what does not fit becomes an <see cref="Overrun"/>.</summary>
    public int ReceiveBuffer { get; init; } = 64 * 1024 * 1024;
}
