namespace BgpNode.Protocol.Wire;

public static class BgpRoleExtensions
{
    /// <summary>The only role that the other side may have, RFC 9234 §4.2, table 2; null for a value outside the enum.</summary>
    public static BgpRole? Counterpart(this BgpRole role) => role switch
    {
        BgpRole.Provider => BgpRole.Customer,
        BgpRole.Customer => BgpRole.Provider,
        BgpRole.RouteServer => BgpRole.RouteServerClient,
        BgpRole.RouteServerClient => BgpRole.RouteServer,
        BgpRole.Peer => BgpRole.Peer,
        _ => null,
    };

    /// <summary>Whether the other side is one that routes may go up to, or across to: a provider, a peer, a route server.</summary>
    public static bool LooksUp(this BgpRole role) => role is BgpRole.Customer or BgpRole.Peer or BgpRole.RouteServerClient;

    /// <summary>Whether what the other side gets from us is for its customers only: a customer, a peer, a client of a route server.</summary>
    public static bool LooksDown(this BgpRole role) => role is BgpRole.Provider or BgpRole.Peer or BgpRole.RouteServer;

    /// <summary>As RFC 9234 §4.1 spells it.</summary>
    public static string Name(this BgpRole role) => role switch
    {
        BgpRole.Provider => "Provider",
        BgpRole.Customer => "Customer",
        BgpRole.RouteServer => "RS",
        BgpRole.RouteServerClient => "RS-Client",
        BgpRole.Peer => "Peer",
        _ => $"role {(byte)role}",
    };
}
