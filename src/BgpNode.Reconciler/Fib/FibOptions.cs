namespace BgpNode.Reconciler.Fib;

/// <summary>How our routes are marked in the kernel, and how long things may take.</summary>
public sealed record FibOptions
{
    /// <summary>The protocol number of our routes (rt_protos); BGPConfiguration's <c>routeProtocol</c>.</summary>
    public byte Protocol { get; init; } = 179;

    /// <summary>Metric of our routes; BGPConfiguration's <c>ipv4NormalRoutePriority</c> and <c>ipv6NormalRoutePriority</c>.</summary>
    public uint Metric { get; init; } = 1024;

    /// <summary>The kernel's routing table; 254 is main.</summary>
    public uint Table { get; init; } = 254;

    /// <summary>How often everything is compared although no event asked for it.</summary>
    public TimeSpan AuditInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a route adopted at start waits for a source that never comes back.</summary>
    public TimeSpan StaleTime { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a nexthop object that no route names any more is kept for the next one that leaves the same way.</summary>
    public TimeSpan IdleObjectTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>First wait after a refusal; it doubles up to <see cref="LongestRetry"/>.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(30);
}
