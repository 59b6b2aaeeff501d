namespace BgpNode.Conformance.Rfc.Lab;

/// <summary>A neighbour that the daemon under test knows.</summary>
/// <param name="Name">Of its BGPPeer.</param>
/// <param name="Host">Last octet of its addresses.</param>
/// <param name="As">Its AS; the daemon's own makes it internal.</param>
/// <param name="More">Further fields of the BGPPeer, each after a comma.</param>
public sealed record LabPeer(string Name, byte Host, uint As, string More = "")
{
    public const uint NodeAs = 64512;

    public static readonly LabPeer External = new("external", 11, 65011);
    public static readonly LabPeer Observer = new("observer", 12, 65012);

    /// <summary>An AS number that needs four octets.</summary>
    public static readonly LabPeer Wide = new("wide", 13, 4_200_000_013);
    public static readonly LabPeer Internal = new("internal", 14, NodeAs);
    public static readonly LabPeer OtherInternal = new("other-internal", 15, NodeAs);
    public static readonly LabPeer Client = new("client", 16, NodeAs, """, "routeReflectorClient": true""");
    public static readonly LabPeer OtherClient = new("other-client", 17, NodeAs, """, "routeReflectorClient": true""");

    /// <summary>Offers a hold time of three seconds.</summary>
    public static readonly LabPeer Hasty = new("hasty", 18, 65018, """, "holdTime": "3s" """);

    /// <summary>The one that the daemon dials.</summary>
    public static readonly LabPeer Dialled = new("dialled", 19, 65019, """, "passive": false""");

    /// <summary>Without RFC 8654.</summary>
    public static readonly LabPeer Small = new("small", 20, 65020, """, "extendedMessages": false""");
    public static readonly LabPeer FirstAs = new("first-as", 21, 65021, """, "enforceFirstAS": true""");

    /// <summary>With RFC 8950.</summary>
    public static readonly LabPeer OverIPv6 = new("over-ipv6", 22, 65022, """, "extendedNextHop": true""");

    /// <summary>Three prefixes and no more.</summary>
    public static readonly LabPeer Limited = new("limited", 23, 65023, """, "maxPrefixes": {"limit": 3}""");
    public static readonly LabPeer Keeper = new("keeper", 24, 65024, """, "nextHopMode": "Keep" """);

    /// <summary>Knows the daemon under another AS number.</summary>
    public static readonly LabPeer Elsewhere = new("elsewhere", 25, 65025, """, "localASNumber": 65125""");

    /// <summary>May send paths with the daemon's AS in them, once.</summary>
    public static readonly LabPeer Returning = new("returning", 26, 65026, """, "numAllowedLocalASNumbers": 1""");

    /// <summary>Of the AS of <see cref="External"/>.</summary>
    public static readonly LabPeer Twin = new("twin", 27, 65011);

    /// <summary>Whose resource the tests change.</summary>
    public static readonly LabPeer Changing = new("changing", 28, 65028);

    /// <summary>Several paths for a prefix both ways, if it wants to.</summary>
    public static readonly LabPeer Several = new("several", 41, 65041, """, "addPaths": "Both" """);
    public static readonly LabPeer IPv6Only = new("ipv6-only", 29, 65029) { Families = "\"ipv6\"" };

    public static readonly IReadOnlyList<LabPeer> All =
    [
        External, Observer, Wide, Internal, OtherInternal, Client, OtherClient, Hasty, Dialled, Small, FirstAs,
        OverIPv6, Limited, Keeper, Elsewhere, Returning, Twin, Changing, Several, IPv6Only,
    ];

    /// <summary>What its BGPPeer says under <c>families</c>.</summary>
    public string Families { get; init; } = "\"ipv4\", \"ipv6\"";

    public bool IsInternal => As == NodeAs;

    public static LabPeer Named(string name) => All.Single(peer => peer.Name == name);

    public string Address => $"10.9.0.{Host}";

    public string Identifier => $"192.0.2.{Host}";

    public override string ToString() => Name;
}
