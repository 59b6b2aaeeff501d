namespace BgpNode.Control.Views;

/// <summary>Prefix counts of one family of one neighbour. Kept as they change, never counted by walking a table.</summary>
public sealed record PeerFamilyView
{
    public required string Family { get; init; }

    public required long Received { get; init; }

    public required long Accepted { get; init; }

    public required long Filtered { get; init; }

    public required long Sent { get; init; }

    /// <summary>The prefix limit in force; absent when there is none.</summary>
    public long? Limit { get; init; }

    /// <summary>What more than the limit leads to: <c>Restart</c>, <c>Warn</c> or <c>Block</c>; absent without a limit.</summary>
    public string? LimitAction { get; init; }

    /// <summary><c>warning</c> from the percentage on, <c>over</c> beyond the limit; absent otherwise.</summary>
    public string? LimitState { get; init; }

    /// <summary>In which directions several paths for a prefix go (RFC 7911): <c>receive</c>, <c>send</c> or <c>both</c>; absent for none. The counts are of paths then.</summary>
    public string? AddPaths { get; init; }

    /// <summary>Paths refused since the session came up because their prefixes had too many; absent for none.</summary>
    public long? PathsRefused { get; init; }

    /// <summary>True once End-of-RIB came (RFC 4724 §2).</summary>
    public bool EndOfRib { get; init; }
}
