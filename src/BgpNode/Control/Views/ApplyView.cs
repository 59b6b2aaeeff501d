namespace BgpNode.Control.Views;

/// <summary>What became of the documents of one apply. Every one is judged before the first is written.</summary>
public sealed record ApplyView
{
    /// <summary>True when every document is in the store now.</summary>
    public required bool Applied { get; init; }

    /// <summary>Those that were written; when the store failed half-way, fewer than were asked for.</summary>
    public IReadOnlyList<ApplyOutcomeView> Resources { get; init; } = [];

    public IReadOnlyList<ProblemView> Problems { get; init; } = [];
}
