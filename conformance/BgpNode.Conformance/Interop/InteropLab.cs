using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Raw;
using BgpNode.Conformance.Lab.Speakers;

namespace BgpNode.Conformance.Interop;

/// <summary>The daemon under test and one other implementation with a session for each <see cref="Link"/> that the other one can have.</summary>
internal sealed class InteropLab : IAsyncDisposable
{
    private const string SourceAddress = "10.97.9.2";

    /// <summary>Not an address of the speaker's, which would not take it.</summary>
    private const string SourceHop = "10.97.9.77";

    private readonly List<IAsyncDisposable> _made = [];
    private readonly TestFolder _folder = new();
    private RawPeer? _source;

    private InteropLab(SpeakerKind kind) => Kind = kind;

    public SpeakerKind Kind { get; }

    public BgpNodeDaemon Daemon { get; private set; } = null!;

    public PeerSpeaker Speaker { get; private set; } = null!;

    public NetworkNamespace Node { get; private set; } = null!;

    public NetworkNamespace Outside { get; private set; } = null!;

    public static async Task<InteropLab> StartAsync(SpeakerKind kind)
    {
        var lab = new InteropLab(kind);
        try
        {
            await lab.BuildAsync();
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    public string Logs() => $"{Speaker.Tail()}\n{Daemon.Tail()}";

    public async Task<JsonNode> PeerAsync(Link link) => (await Daemon.PeerAsync(link.Speaker))!;

    /// <summary>The session is up and has brought its routes.</summary>
    public Task HasRoutesAsync(Link link, string family = "ipv4") => Eventually.TrueAsync($"{Kind}: routes of {link.Name}", async () =>
    {
        JsonNode peer = await PeerAsync(link);
        return peer["state"]!.ToString() == "Established"
            && peer["families"]!.AsArray().Any(entry => entry!["family"]!.ToString() == family && entry["accepted"]!.GetValue<int>() >= (family == "ipv4" ? 2 : 1));
    }, detail: Logs);

    /// <summary>What the daemon has received of a neighbour.</summary>
    public async Task<JsonArray> ReceivedAsync(Link link) => (await Daemon.GetAsync($"/v1/routes?peer={link.Name}&set=received"))["routes"]!.AsArray();

    /// <summary>Says a route as a further client of the reflector.</summary>
    public async Task SayInsideAsync(string prefix, params byte[] attributes)
    {
        if (_source is null)
        {
            _source = await RawPeer.ConnectAsync(Outside, SourceAddress, "10.97.9.1");
            await _source.EstablishAsync(Link.SpeakerAs);
        }

        byte[] usual = [.. Rfc.Lab.UpdateBytes.Igp, .. Rfc.Lab.UpdateBytes.Path(), .. Rfc.Lab.UpdateBytes.NextHop(SourceHop), .. Rfc.Lab.UpdateBytes.LocalPref(100)];
        await _source.SendAsync(Rfc.Lab.UpdateBytes.Announce(prefix, [.. usual, .. attributes]));
    }

    public async ValueTask DisposeAsync()
    {
        _source?.Dispose();
        foreach (IAsyncDisposable thing in _made.AsEnumerable().Reverse())
        {
            await thing.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task BuildAsync()
    {
        Outside = await NetworkNamespace.CreateAsync("other");
        _made.Add(Outside);
        Node = await NetworkNamespace.CreateAsync("node");
        _made.Add(Node);
        IEnumerable<string> Addresses(int last) => Enumerable.Range(1, 10).SelectMany(n => new[] { $"10.97.{n}.{last}/24", $"fd00:97:{n}::{last}/64" });
        await Veth.ConnectAsync(Outside, "node", [.. Addresses(2)], Node, "other", [.. Addresses(1)]);
        Daemon = new BgpNodeDaemon(Node, _folder.Sub("bgpnode"), "node1", $"directory: {await IntentAsync()}");
        _made.Add(Daemon);
        string folder = _folder.Sub("speaker");
        string sink = Path.Combine(folder, "sink.sh");
        await File.WriteAllTextAsync(sink, $"cat >>{Path.Combine(folder, "heard.json")}\n");
        Link[] links = [.. Link.All.Where(link => Shortcomings.Of(Kind, link) is null)];
        Speaker = Kind.Create(Outside, folder, new SpeakerPlan(Link.Plain.Speaker, Link.SpeakerAs, [], Announced()) { Text = SpeakerText.Of(Kind, links, sink) });
        _made.Add(Speaker);
        await Speaker.StartAsync();
        await Daemon.StartAsync();
        await Eventually.TrueAsync("the daemon knows its neighbours", async () => await Daemon.PeerAsync(Link.All[^1].Speaker) is not null && await Daemon.PeerAsync(Link.Plain.Speaker) is not null, detail: Logs);
    }

    // GoBGP is told over its own interface what it announces.
    private string[] Announced() => Kind == SpeakerKind.GoBgp ? [SpeakerText.Theirs, SpeakerText.TheirsToo, SpeakerText.TheirsIPv6, $"{SpeakerText.Leaving} community {SpeakerText.GracefulShutdown}"] : [];

    private async Task<string> IntentAsync()
    {
        string key = Path.Combine(_folder.Path, "key");
        await File.WriteAllTextAsync(key, Link.Password);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        List<Resource> resources =
        [
            Resource.Configuration(),
            new("Node", "nodes", null, "node1", $$$"""{"bgp": {"asNumber": {{{Link.NodeAs}}}, "ipv4Address": "{{{Link.Plain.Node}}}/24"}}"""),
            Peer("source", SourceAddress, Link.SpeakerAs, "\"ipv4\"", Link.Inside.Fields + ", \"passive\": true"),
            .. Link.All.Select(link => Peer(link.Name, link.Speaker, link.RemoteAs, link.Families, link == Link.Signed ? $", \"passwordFile\": \"{key}\"" : link.Fields)),
        ];
        string intent = _folder.Sub("intent");
        foreach (Resource resource in resources)
        {
            await File.WriteAllTextAsync(Path.Combine(intent, $"{resource.Plural}-{resource.Name}.yaml"), resource.Document);
        }

        return intent;
    }

    private static Resource Peer(string name, string address, uint @as, string families, string more) => new("BGPPeer", "bgppeers", null, name, $$"""
        {"node": "node1", "peerIP": "{{address}}", "asNumber": {{@as}}, "families": [{{families}}], "sourceAddress": "None", "connectRetryTime": "1s"{{more}}}
        """);
}
