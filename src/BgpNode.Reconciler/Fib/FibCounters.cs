using BgpNode.Net;

namespace BgpNode.Reconciler.Fib;

/// <summary>What the FIB loop counts. Written by it alone, read by anyone.</summary>
public sealed class FibCounters
{
    private readonly long[] _wanted = new long[2];
    private readonly long[] _installed = new long[2];

    /// <summary>Routes that the RIB wants in the kernel.</summary>
    public long Wanted(Family family) => Volatile.Read(ref _wanted[(int)family]);

    /// <summary>Routes of ours that the kernel has, stale ones included.</summary>
    public long Installed(Family family) => Volatile.Read(ref _installed[(int)family]);

    /// <summary>Routes adopted at start whose source has not confirmed them yet.</summary>
    public long Stale { get; internal set; }

    /// <summary>Wanted routes that wait for their first or next write.</summary>
    public long Pending { get; internal set; }

    /// <summary>Wanted routes that the kernel refused, or whose interface is missing; tried again.</summary>
    public long Failed { get; internal set; }

    /// <summary>Next hops of routes that no link and no other route leads to.</summary>
    public long UnreachableNextHops { get; internal set; }

    /// <summary>Routes of ours that another program deleted, and that were put back.</summary>
    public long RepairedDeleted { get; internal set; }

    /// <summary>Routes of ours that another program altered or replaced, and that were put back.</summary>
    public long RepairedAltered { get; internal set; }

    /// <summary>Routes with our protocol number that nobody wanted, removed.</summary>
    public long RemovedUnknown { get; internal set; }

    /// <summary>Routes that only the audit found wrong: events missed them.</summary>
    public long FoundByAudit { get; internal set; }

    public long Adds { get; internal set; }

    public long Replaces { get; internal set; }

    public long Deletes { get; internal set; }

    /// <summary>Nexthop objects added or changed; each may have moved any number of routes.</summary>
    public long NexthopWrites { get; internal set; }

    public long Refusals { get; internal set; }

    /// <summary>Times the kernel's event buffer overran and everything was compared anew.</summary>
    public long Overruns { get; internal set; }

    public long Audits { get; internal set; }

    /// <summary>When the last full audit ended; null before the first.</summary>
    public DateTimeOffset? LastAudit { get; internal set; }

    /// <summary>How long the last one took.</summary>
    public TimeSpan LastAuditDuration { get; internal set; }

    internal void AddWanted(Family family, int change) => Volatile.Write(ref _wanted[(int)family], _wanted[(int)family] + change);

    internal void AddInstalled(Family family, int change) => Volatile.Write(ref _installed[(int)family], _installed[(int)family] + change);
}
