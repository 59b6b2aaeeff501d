using System.Runtime.CompilerServices;

namespace BgpNode.Tests.Options;

/// <summary>The checked-out project, for tests of the files it ships.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));

    private static string Here([CallerFilePath] string path = "") => path;
}
