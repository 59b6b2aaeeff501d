namespace BgpNode.Control.Views;

/// <summary>The process's memory.</summary>
public sealed record MemoryView
{
    /// <summary>Octets of the process's own.</summary>
    public required long Used { get; init; }

    /// <summary>What it may come to; absent when nobody has set a limit.</summary>
    public long? Limit { get; init; }

    /// <summary>Sessions that were ended for want of memory.</summary>
    public required long Shed { get; init; }
}
