using System.Reflection;

namespace BgpNode.Observability;

/// <summary>What was built: version, and commit when the build knew it.</summary>
public static class BuildInfo
{
    private static readonly string[] Parts =
        (typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+', 2);

    public static string Version => Parts[0];

    /// <summary>The commit's first twelve digits, or <c>unknown</c>.</summary>
    public static string Commit => Parts.Length == 1 ? "unknown" : Parts[1][..Math.Min(12, Parts[1].Length)];

    public static string Runtime => $".NET {Environment.Version}";
}
