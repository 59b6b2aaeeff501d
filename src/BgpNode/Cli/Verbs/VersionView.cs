namespace BgpNode.Cli.Verbs;

/// <summary>What was built.</summary>
internal sealed record VersionView(string Version, string Commit, string Runtime);
