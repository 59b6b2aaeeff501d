using System.Text.Json;
using System.Text.Json.Nodes;
using BgpNode.Net;

namespace BgpNode.Demo.Tools;

/// <summary>iproute2's <c>ip</c>, the one program that the lab needs beside our own.</summary>
internal static class IpTool
{
    public const string NamespaceFolder = "/run/netns";

    /// <summary>Runs lines as one batch, in a namespace or (null) where we are.</summary>
    /// <exception cref="DemoException">The kernel refused a line.</exception>
    public static async Task BatchAsync(string? netns, IEnumerable<string> lines, CancellationToken cancel)
    {
        string[] where = netns is null ? [] : ["-n", netns];
        ToolResult result = await Tool.RunAsync(["ip", .. where, "-batch", "-"], string.Join('\n', lines) + "\n", cancel);
        if (!result.Succeeded)
        {
            throw new DemoException($"{netns ?? "ip"}: {result.Reason}");
        }
    }

    /// <summary>Writes settings below /proc/sys/net of a namespace.</summary>
    /// <exception cref="DemoException">A setting could not be written.</exception>
    public static async Task SysctlAsync(string netns, IEnumerable<(string Name, int Value)> settings, CancellationToken cancel)
    {
        // The shell writes them, because "sysctl" is one more package and /proc/sys/net follows the reader's namespace.
        string script = string.Join(" && ", settings.Select(s => $"echo {s.Value} >/proc/sys/net/{s.Name}"));
        ToolResult result = await Tool.RunAsync(["ip", "netns", "exec", netns, "/bin/sh", "-c", script], cancel);
        if (!result.Succeeded)
        {
            throw new DemoException($"{netns}: kernel settings could not be written: {result.Reason}");
        }
    }

    public static bool NamespaceExists(string netns) => File.Exists(Path.Combine(NamespaceFolder, netns));

    public static Task<ToolResult> DeleteNamespaceAsync(string netns, CancellationToken cancel) =>
        Tool.RunAsync(["ip", "netns", "delete", netns], cancel);

    /// <summary>The routes of a namespace's main table; empty when it cannot be read.</summary>
    public static async Task<IReadOnlyList<KernelRoute>> RoutesAsync(string netns, Family family, CancellationToken cancel)
    {
        ToolResult result = await Tool.RunAsync(["ip", "-n", netns, "-j", family == Family.IPv4 ? "-4" : "-6", "route", "show"], cancel);
        if (!result.Succeeded || Parse(result.Output) is not JsonArray rows)
        {
            return [];
        }

        return [.. rows.OfType<JsonObject>().Select(row => new KernelRoute(
            Text(row, "dst"), Text(row, "gateway"), Text(row, "dev"), Text(row, "protocol")))];
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonObject row, string name) => row[name]?.ToString() ?? "";
}
