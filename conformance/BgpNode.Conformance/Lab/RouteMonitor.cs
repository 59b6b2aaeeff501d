using System.Globalization;

namespace BgpNode.Conformance.Lab;

/// <summary>Writes down every change of a namespace's IPv4 routes with its time.</summary>
internal sealed class RouteMonitor : IAsyncDisposable
{
    private readonly NamespacedProcess _process;

    private RouteMonitor(NamespacedProcess process) => _process = process;

    /// <param name="netns">Whose routes.</param>
    /// <param name="folder">A folder of its own.</param>
    /// <param name="links">Changes of links as well; their destination is the number of the link with a colon.</param>
    public static async Task<RouteMonitor> StartAsync(NetworkNamespace netns, string folder, bool links = false)
    {
        var monitor = new RouteMonitor(NamespacedProcess.Start(netns, Path.Combine(folder, "monitor.log"), ["ip", "-ts", "-4", "monitor", "route", .. links ? new[] { "link" } : []]));
        // It says nothing when it is ready, so changes are made until it has seen one. The kernel tells nothing of a replace
        // that changes nothing, hence both an add and a delete each time.
        await Eventually.TrueAsync("ip monitor listens", async () =>
        {
            await netns.IpAsync("route add blackhole 198.51.100.255", "route delete blackhole 198.51.100.255");
            return monitor.Events().Count > 0;
        });
        return monitor;
    }

    /// <summary>What has happened, in order.</summary>
    public IReadOnlyList<RouteEvent> Events() =>
        File.Exists(_process.LogFile) ? [.. File.ReadLines(_process.LogFile).Select(Parse).OfType<RouteEvent>()] : [];

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // [2026-11-23T23:10:11.123456] Deleted 10.0.0.1 via 192.0.2.1 dev eth0 proto 179
    private static RouteEvent? Parse(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool deleted = words is [_, "Deleted", ..];
        int at = deleted ? 2 : 1;
        if (words.Length <= at || !DateTime.TryParse(words[0].Trim('[', ']'), CultureInfo.InvariantCulture, out DateTime time))
        {
            return null;
        }

        // A route that is not unicast has its type before the destination.
        return new RouteEvent(time, deleted, char.IsAsciiDigit(words[at][0]) ? words[at] : words[at + 1], line);
    }
}

/// <summary>One change of a route.</summary>
internal sealed record RouteEvent(DateTime At, bool Deleted, string Destination, string Line);
