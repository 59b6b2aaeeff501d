namespace BgpNode.Conformance.Lab.Speakers;

/// <summary>Whom a speaker talks to. The family of the address is the family of the routes.</summary>
internal sealed record Neighbour(string Address, uint As)
{
    /// <summary>Further lines of the session, in BIRD's words.</summary>
    public string Bird { get; init; } = "";

    /// <summary>The link of an unnumbered neighbour, which has no address and exchanges both families; FRR only.</summary>
    public string? Link { get; init; }

    /// <summary>What the speaker calls it.</summary>
    public string Called => Link ?? Address;

    /// <summary>Whether several paths for a prefix may go both ways (RFC 7911); BIRD, FRR and GoBGP know how.</summary>
    public bool AddPaths { get; init; }

    /// <summary>Watched by BFD, 3 x 100 ms.</summary>
    public bool Bfd { get; init; }

    /// <summary>Further lines of the session's channel, in BIRD's words; a later word replaces an earlier one.</summary>
    public string BirdChannel { get; init; } = "";

    /// <summary>Further words of FRR about the neighbour, one line each.</summary>
    public IReadOnlyList<string> Frr { get; init; } = [];

    public bool IsIPv6 => Address.Contains(':');
}

/// <summary>What a speaker is told.</summary>
/// <param name="RouterId">Its BGP identifier.</param>
/// <param name="As">Its AS.</param>
/// <param name="Neighbours">Its peers; it dials all of them.</param>
/// <param name="Announced">The prefixes that it announces by itself, of both families.</param>
internal sealed record SpeakerPlan(string RouterId, uint As, IReadOnlyList<Neighbour> Neighbours, IReadOnlyList<string> Announced)
{
    /// <summary>The own addresses that face the neighbours, by family; ExaBGP wants to be told.</summary>
    public string LocalIPv4 { get; init; } = RouterId;

    public string LocalIPv6 { get; init; } = "";

    /// <summary>Its paths are longer by two: whoever has another one takes that.</summary>
    public bool Prepend { get; init; }

    /// <summary>Further protocols, in BIRD's words.</summary>
    public string BirdGlobal { get; init; } = "";

    /// <summary>The whole configuration in the speaker's own words, in place of one made from the above; its log goes to standard output.</summary>
    public string? Text { get; init; }

    /// <summary>Restarts gracefully itself, besides helping others to.</summary>
    public bool GracefulRestart { get; init; }

    /// <summary>Whether the speaker writes what it learns to its kernel.</summary>
    public bool WritesKernel { get; init; }
}
