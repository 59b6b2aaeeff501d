namespace BgpNode.Control.Views;

/// <summary>What became of the documents of one apply. All of them are taken, or none.</summary>
public sealed record ApplyView
{
    public required bool Applied { get; init; }

    public IReadOnlyList<ApplyOutcomeView> Resources { get; init; } = [];

    public IReadOnlyList<ProblemView> Problems { get; init; } = [];
}
