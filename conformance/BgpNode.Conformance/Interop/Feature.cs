namespace BgpNode.Conformance.Interop;

/// <summary>A row of the matrix.</summary>
/// <param name="Name">As the trait says it.</param>
/// <param name="Rfcs">Tests that name one of these RFCs and an implementation fill the row as well.</param>
public sealed record Feature(string Name, params int[] Rfcs)
{
    public const string Capabilities = "capabilities";
    public const string Md5 = "TCP MD5";
    public const string Gtsm = "GTSM";
    public const string FourOctetAs = "four-octet AS numbers";
    public const string TwoOctetAs = "two-octet AS numbers";
    public const string Reflection = "route reflection";
    public const string Refresh = "route refresh";
    public const string IPv6 = "IPv6";
    public const string IPv6NextHop = "IPv4 over IPv6 next hops";
    public const string MaxPrefix = "limit on prefixes";
    public const string ExtendedMessages = "extended messages";
    public const string GracefulShutdown = "graceful shutdown";
    public const string Unnumbered = "unnumbered";
    public const string EnhancedRefresh = "enhanced refresh";
    public const string AddPath = "add-path";
    public const string Roles = "roles";
    public const string GracefulRestart = "graceful restart";

    public static readonly IReadOnlyList<Feature> All =
    [
        new(Capabilities), new(Md5, 2385), new(Gtsm, 5082), new(FourOctetAs), new(TwoOctetAs), new(Reflection), new(Refresh), new(IPv6), new(IPv6NextHop, 8950),
        new(MaxPrefix), new(ExtendedMessages, 8654), new(EnhancedRefresh, 7313), new(AddPath, 7911), new(Roles, 9234), new(GracefulRestart, 4724),
        new(GracefulShutdown, 8326), new("BFD", 5880, 5881, 5882), new(Unnumbered, 4861),
    ];
}
