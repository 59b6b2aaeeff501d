namespace BgpNode.Routing.Rib;

/// <summary>How many equally good paths the forwarding table gets; 1 means the best alone.</summary>
/// <remarks>
/// 16 by default: a node under two top-of-rack routers must use both without being told. It is a limit, not a wish; the kernel
/// holds far wider groups, but none of its users does.
/// </remarks>
public sealed record MultipathOptions
{
    /// <summary>The most paths when the best is from an external neighbour.</summary>
    public int Ebgp { get; init; } = 16;

    /// <summary>The most paths when the best is from an internal neighbour.</summary>
    public int Ibgp { get; init; } = 16;

    /// <summary>The most paths beside a best path from this kind of source. Local routes never share.</summary>
    public int WidthFor(SourceKind kind) => kind switch
    {
        SourceKind.Local => 1,
        SourceKind.Ebgp => Ebgp,
        _ => Ibgp,
    };
}
