namespace BgpNode.Control.Views;

/// <summary>One path to one prefix.</summary>
public sealed record RouteView
{
    public required string Prefix { get; init; }

    public required string Family { get; init; }

    /// <summary>The neighbour it came from, or the one it was sent to; <c>local</c> for what this node originates.</summary>
    public required string Peer { get; init; }

    public string? NextHop { get; init; }

    /// <summary>AS numbers with spaces between, sets in braces; empty for own routes.</summary>
    public required string AsPath { get; init; }

    /// <summary><c>igp</c>, <c>egp</c> or <c>incomplete</c>.</summary>
    public required string Origin { get; init; }

    public uint? LocalPref { get; init; }

    public uint? Med { get; init; }

    /// <summary>As text: <c>64512:100</c>, large ones <c>64512:1:2</c>.</summary>
    public IReadOnlyList<string> Communities { get; init; } = [];

    /// <summary>The AS that made it a route for customers only (RFC 9234), when one did.</summary>
    public uint? OnlyToCustomer { get; init; }

    /// <summary>RFC 7911 path identifier, when the session carries them.</summary>
    public uint? PathId { get; init; }

    public required bool Best { get; init; }

    /// <summary>Kept while its neighbour restarts (RFC 4724).</summary>
    public bool Stale { get; init; }

    /// <summary>Why it is not best, or which rule refused it; for the best path the step that decided.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? Since { get; init; }

    public double? AgeSeconds { get; init; }
}
