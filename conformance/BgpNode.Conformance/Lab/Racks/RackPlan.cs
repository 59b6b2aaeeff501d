using BgpNode.Conformance.Lab.Speakers;

namespace BgpNode.Conformance.Lab.Racks;

/// <summary>What a test wants.</summary>
internal sealed record RackPlan
{
    public int Nodes { get; init; } = 1;

    public SpeakerKind Tor { get; init; } = SpeakerKind.Bird;

    /// <summary>What the top-of-rack router announces by itself.</summary>
    public IReadOnlyList<string> TorAnnounces { get; init; } = [];

    /// <summary>Intent in etcd instead of a directory.</summary>
    public bool Etcd { get; init; }

    public bool IPv6 { get; init; }

    /// <summary>Further fields of the nodes' IPv4 BGPPeers, as JSON after a comma.</summary>
    public string PeerFields { get; init; } = "";

    /// <summary>The router sends and takes several paths for a prefix over IPv4; the nodes need <c>addPaths</c> in their <see cref="PeerFields"/>.</summary>
    public bool AddPaths { get; init; }

    /// <summary>The router restarts gracefully itself, besides helping others to.</summary>
    public bool GracefulRestart { get; init; }

    /// <summary>The daemons run as nobody with two capabilities, as the shipped unit has it.</summary>
    public bool LeastPrivilege { get; init; }

    /// <summary>What is executed in front of the daemons.</summary>
    public IReadOnlyList<string> Wrapper { get; init; } = [];

    /// <summary>Further lines of the daemons' own files.</summary>
    public string Settings { get; init; } = "";

    /// <summary>BFD, 3 x 100 ms, on both sides of every session.</summary>
    public bool Bfd { get; init; }

    /// <summary>Further protocols of BIRD.</summary>
    public string BirdGlobal { get; init; } = "";

    /// <summary>Further lines of BIRD's IPv4 sessions.</summary>
    public string BirdLines { get; init; } = "";

    /// <summary>Further words of FRR about its IPv4 neighbours, one line each.</summary>
    public IReadOnlyList<string> FrrLines { get; init; } = [];

    /// <summary>Further lines of the channel of BIRD's IPv4 sessions.</summary>
    public string BirdChannel { get; init; } = "";
}
