using System.Text.Json.Nodes;

namespace BgpNode.Conformance.Lab;

/// <summary>Packets of an interface, written down while a test does something and then decoded by tshark.</summary>
internal sealed class Capture : IAsyncDisposable
{
    private readonly NamespacedProcess _process;
    private readonly string _file;

    private Capture(NamespacedProcess process, string file)
    {
        _process = process;
        _file = file;
    }

    public static async Task<Capture> StartAsync(NetworkNamespace netns, string @interface, string folder)
    {
        string file = Path.Combine(folder, "capture.pcap");
        var capture = new Capture(NamespacedProcess.Start(netns, Path.Combine(folder, "tshark.log"), ["tshark", "-q", "-i", @interface, "-w", file, "-F", "pcap"]), file);
        // The header of the file is there when it listens.
        await Eventually.TrueAsync("tshark captures", () => Task.FromResult(File.Exists(file) && new FileInfo(file).Length >= 24), detail: () => capture._process.Tail());
        return capture;
    }

    /// <summary>Ends it when a packet has been written down; returns the packets that a display filter lets through.</summary>
    /// <param name="filter">Which packets.</param>
    /// <param name="last">A display filter for the last one that matters: packets are written down some time after they went by.</param>
    public async Task<JsonNode[]> EndAsync(string filter, string last)
    {
        await Eventually.TrueAsync($"the capture has {last}", async () => (await Shell.TryAsync(["tshark", "-r", _file, "-Y", last])).Output.Length > 0);
        await _process.StopAsync();
        string json = await Shell.RunAsync(["tshark", "-r", _file, "-Y", filter, "-T", "json", "--no-duplicate-keys", "-J", "bgp"]);
        return [.. JsonNode.Parse(json)!.AsArray().Select(packet => packet!["_source"]!["layers"]!)];
    }

    public async ValueTask DisposeAsync() => await _process.DisposeAsync();
}
