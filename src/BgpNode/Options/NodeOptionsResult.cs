namespace BgpNode.Options;

/// <summary>What reading the file came to. The options are there unless a finding is an error; warnings do not stop them.</summary>
public sealed record NodeOptionsResult(NodeOptions? Options, IReadOnlyList<ConfigProblem> Problems);
