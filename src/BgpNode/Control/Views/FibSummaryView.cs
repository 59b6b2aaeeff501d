namespace BgpNode.Control.Views;

/// <summary>Kernel routes: what is wanted, what the kernel has, and what others did to it.</summary>
public sealed record FibSummaryView
{
    public required long Wanted { get; init; }

    /// <summary>Acknowledged by the kernel.</summary>
    public required long Installed { get; init; }

    /// <summary>On the way to the kernel.</summary>
    public required long Pending { get; init; }

    /// <summary>Refused by the kernel; each stays wanted and is tried again.</summary>
    public required long Failed { get; init; }

    public required RepairsView Repaired { get; init; }

    public DateTimeOffset? LastAudit { get; init; }
}
