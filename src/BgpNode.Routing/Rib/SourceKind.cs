namespace BgpNode.Routing.Rib;

/// <summary>Where a path came from, as far as the rules ask.</summary>
public enum SourceKind : byte
{
    /// <summary>Originated here.</summary>
    Local,

    /// <summary>A neighbour in another AS.</summary>
    Ebgp,

    /// <summary>A neighbour in our AS.</summary>
    Ibgp,

    /// <summary>A neighbour in our AS whose reflector we are (RFC 4456 §6).</summary>
    IbgpClient,
}
