namespace BgpNode.Conformance.Interop;

/// <summary>A session of the lab, on a network of its own, with one thing that is special about it.</summary>
/// <param name="Name">Of its BGPPeer.</param>
/// <param name="Number">Third octet of its addresses.</param>
/// <param name="Fields">Further fields of the BGPPeer, each after a comma.</param>
internal sealed record Link(string Name, int Number, string Fields = "")
{
    public const uint NodeAs = 64512;
    public const uint SpeakerAs = 4_200_000_001;
    public const string Password = "lab";

    public static readonly Link Plain = new("plain", 1);
    public static readonly Link Signed = new("signed", 2);
    public static readonly Link Near = new("near", 3, """, "ttlSecurity": 1""");

    /// <summary>The speaker knows two octets only.</summary>
    public static readonly Link Old = new("old", 4) { RemoteAs = 65004 };

    /// <summary>Of the speaker's own AS, whose client it is.</summary>
    public static readonly Link Inside = new("inside", 5, $", \"localASNumber\": {SpeakerAs}, \"routeReflectorClient\": true") { LocalAs = SpeakerAs };
    public static readonly Link OverIPv6 = new("over-ipv6", 6) { IsIPv6 = true };

    /// <summary>IPv4 routes with IPv6 next hops.</summary>
    public static readonly Link IPv6NextHop = new("ipv6-next-hop", 7, """, "extendedNextHop": true""") { IsIPv6 = true };
    public static readonly Link Limited = new("limited", 8, """, "maxPrefixes": {"limit": 1}""");


    /// <summary>With whatever else both can do.</summary>
    public static readonly Link Rich = new("rich", 10, """, "addPaths": "Both", "role": "Peer" """);

    public static readonly IReadOnlyList<Link> All = [Plain, Signed, Near, Old, Inside, OverIPv6, IPv6NextHop, Limited, Rich];

    public bool IsIPv6 { get; init; }

    public uint RemoteAs { get; init; } = SpeakerAs;

    public uint LocalAs { get; init; } = NodeAs;

    public string Families => this == OverIPv6 ? "\"ipv6\"" : this == Plain ? "\"ipv4\", \"ipv6\"" : "\"ipv4\"";

    public bool HasIPv4 => this != OverIPv6;

    public bool HasIPv6 => this == OverIPv6 || this == Plain;

    public string Node => IsIPv6 ? $"fd00:97:{Number}::1" : $"10.97.{Number}.1";

    public string Speaker => IsIPv6 ? $"fd00:97:{Number}::2" : $"10.97.{Number}.2";
}
