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

    public static readonly IReadOnlyList<LabPeer> All =
        [External, Observer, Wide, Internal, OtherInternal, Client, OtherClient, Hasty, Dialled, Small, FirstAs];

    public bool IsInternal => As == NodeAs;

    public string Address => $"10.9.0.{Host}";

    public string Identifier => $"192.0.2.{Host}";

    public override string ToString() => Name;
}
