namespace BgpNode.Control.Views;

/// <summary>One wanted kernel route.</summary>
public sealed record FibRouteView
{
    public required string Prefix { get; init; }

    /// <summary>Kernel table; 254 is main.</summary>
    public required uint Table { get; init; }

    /// <summary>Where packets go: <c>192.0.2.1 dev eth0</c>, <c>dev cali1234</c> or <c>blackhole</c>.</summary>
    public required IReadOnlyList<string> Via { get; init; }

    public required uint Metric { get; init; }

    /// <summary><c>installed</c>, <c>pending</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>Who wants it: <c>endpoint default/web-1</c>, <c>peer tor</c>, <c>block</c>.</summary>
    public required string Source { get; init; }

    /// <summary>What the kernel said last, with its error name.</summary>
    public string? Error { get; init; }

    public DateTimeOffset? Since { get; init; }

    /// <summary>Times it was put back after another program had touched it.</summary>
    public long Repaired { get; init; }
}
