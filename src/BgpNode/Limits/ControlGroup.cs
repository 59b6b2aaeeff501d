using System.Globalization;

namespace BgpNode.Limits;

/// <summary>What cgroups(7) allows this process.</summary>
internal static class ControlGroup
{
    // Version 1 writes a number of about 2^63 for "no limit".
    private const long NoLimit = 1L << 60;

    /// <summary>The smallest memory limit on the way from our group to the root; null when there is none.</summary>
    /// <param name="membership">/proc/self/cgroup: lines of <c>hierarchy:controllers:path</c>.</param>
    /// <param name="mount">Where the hierarchies are mounted.</param>
    public static long? MemoryLimit(string membership, string mount)
    {
        long? least = null;
        foreach (string[] entry in ReadLines(membership).Select(line => line.Split(':', 3)).Where(entry => entry.Length == 3))
        {
            (string? root, string file) = entry switch
            {
                ["0", "", _] => (mount, "memory.max"),
                [_, var controllers, _] when controllers.Split(',').Contains("memory") => (Path.Combine(mount, "memory"), "memory.limit_in_bytes"),
                _ => (null, ""),
            };
            for (string? path = root is null ? null : entry[2].Trim('/'); path is not null; path = path.Length == 0 ? null : Path.GetDirectoryName(path) ?? "")
            {
                if (Read(Path.Combine(root!, path, file)) is { } limit && limit < (least ?? NoLimit))
                {
                    least = limit;
                }
            }
        }

        return least;
    }

    // "max", or a group that this process cannot see from its namespace: no limit that we know of.
    private static long? Read(string file) =>
        ReadLines(file) is [var first, ..] && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) ? limit : null;

    private static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
