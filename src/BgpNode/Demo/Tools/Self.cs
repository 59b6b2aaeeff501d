namespace BgpNode.Demo.Tools;

/// <summary>How to start this very program again: as its own executable, or as <c>dotnet bgpnode.dll</c>.</summary>
internal static class Self
{
    public static IReadOnlyList<string> Command { get; } = Find();

    /// <summary>The same for people to type, relative to where they are when that is shorter.</summary>
    public static string Typed => string.Join(' ', Command.Select(Shorten));

    private static string[] Find()
    {
        string path = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        return Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? [path, Path.Combine(AppContext.BaseDirectory, "bgpnode.dll")]
            : [path];
    }

    private static string Shorten(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.Length < path.Length && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : path;
    }
}
