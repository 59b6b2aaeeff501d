namespace BgpNode.Control.Views;

/// <summary>The body of every answer that is not a success.</summary>
public sealed record ErrorView
{
    /// <summary>One word for programs: <c>notFound</c>, <c>badRequest</c>, <c>refused</c>, <c>invalid</c>, <c>unavailable</c>, <c>internal</c>.</summary>
    public required string Error { get; init; }

    /// <summary>What is wrong, in a sentence.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Next { get; init; }

    /// <summary>The findings, when documents were judged.</summary>
    public IReadOnlyList<ProblemView>? Problems { get; init; }
}
