using BgpNode.Options;

namespace BgpNode.Cli.Verbs;

/// <summary>The outcome of <c>config check</c> as JSON.</summary>
internal sealed record ConfigCheckView(bool Ok, IReadOnlyList<ConfigProblem> Problems);
