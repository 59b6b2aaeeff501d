using BgpNode.Datastore.Selectors;
using BgpNode.Net;

namespace BgpNode.Datastore.Resources;

/// <summary>Our own kind: announce these prefixes from here. With neither node nor selector every node announces them.</summary>
public sealed record AnnouncementSpec
{
    public string? Node { get; init; }

    public Selector? NodeSelector { get; init; }

    /// <summary>At least one.</summary>
    public EquatableList<Prefix> Prefixes { get; init; } = [];

    public EquatableList<CommunityValue> Communities { get; init; } = [];

    public uint? Med { get; init; }

    /// <summary>This node's workload addresses inside the prefixes are not announced by themselves.</summary>
    public bool? SummaryOnly { get; init; }

    public AnnouncementInstall? Install { get; init; }
}
