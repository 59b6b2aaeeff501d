namespace BgpNode.Datastore.Selectors;

/// <summary>Why a selector could not be read.</summary>
/// <param name="Column">From 1, within the selector.</param>
/// <param name="Message">What was expected there; no full stop.</param>
public sealed record SelectorProblem(int Column, string Message);
