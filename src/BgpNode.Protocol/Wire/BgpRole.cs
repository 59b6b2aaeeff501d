namespace BgpNode.Protocol.Wire;

/// <summary>RFC 9234 §4.1, table 1: what the sender is to the other side.</summary>
public enum BgpRole : byte
{
    Provider = 0,
    RouteServer = 1,
    RouteServerClient = 2,
    Customer = 3,
    Peer = 4,
}
