using System.Text.Json.Nodes;

namespace BgpNode.Control.Views;

/// <summary>One resource of the store, in Calico's v3 shape.</summary>
public sealed record ResourceView
{
    public required string Kind { get; init; }

    public string? Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>The file, or the key in the store.</summary>
    public required string Source { get; init; }

    public long Revision { get; init; }

    /// <summary>The document itself, unknown fields included.</summary>
    public required JsonObject Resource { get; init; }
}
