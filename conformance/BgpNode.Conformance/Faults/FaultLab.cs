using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Raw;
using BgpNode.Conformance.Lab.Speakers;
using BgpNode.Conformance.Rfc.Lab;

namespace BgpNode.Conformance.Faults;

/// <summary>Three nodes below a router, a second way out of the first of them, and a workload that talks through the kernel all the while.</summary>
internal sealed class FaultLab : IAsyncDisposable
{
    public const int Routes = 2000;
    public const string Service = "203.0.113.1";
    public const string Workload = "10.65.1.2/32";

    /// <summary>What both routers announce; the second one's path is longer.</summary>
    public static readonly string[] Many = [.. Enumerable.Range(0, Routes).Select(i => $"198.18.{i >> 8}.{i & 255}/32")];

    public const string RawAddress = "172.31.1.66";
    public const uint RawAs = 65066;

    private const string Learned = "203.0.113.0/24";
    private const string SpineLink = "spine";
    private const string SpineAddress = "172.32.1.1";

    private NetworkNamespace? _spineNamespace;
    private BirdSpeaker? _spine;

    private FaultLab(Rack rack) => Rack = rack;

    public Rack Rack { get; }

    public NetworkNamespace Web { get; private set; } = null!;

    public RackNode Node => Rack.Nodes[0];

    public BgpNodeDaemon Daemon => Rack.Daemons[0];

    public static async Task<FaultLab> StartAsync(RackPlan plan, bool spine = false)
    {
        Needs.Bird();
        var lab = new FaultLab(await Rack.StartAsync(plan with { Nodes = 3, TorAnnounces = [Learned, .. plan.TorAnnounces, .. spine ? Many : []] }));
        try
        {
            await lab.BuildAsync(spine);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>500 requests a second, out by a learned route and back by one of ours.</summary>
    public EchoProbe Stream() => EchoProbe.Start(Web, Service, everyMs: 2);

    /// <summary>A neighbour that a test plays itself, at an address beside the router's; returns when the daemon knows of it.</summary>
    /// <param name="more">Further fields of its BGPPeer, as JSON after a comma.</param>
    public async Task ExpectRawAsync(string more = "")
    {
        await Rack.TorNamespace.IpAsync($"addr add {RawAddress}/24 dev {Node.TorInterface}");
        await Rack.PutAsync(Resource.Peer("raw", Node, RawAddress, RawAs, $", \"passive\": true{more}"));
        await Eventually.TrueAsync("the daemon knows the neighbour", async () => await Daemon.PeerAsync(RawAddress) is not null, detail: Rack.Logs);
    }

    /// <summary>A session of that neighbour. Tries again while the daemon has not noticed the end of the one before.</summary>
    public async Task<RawPeer> ConnectRawAsync(ushort hold = 90)
    {
        RawPeer? raw = null;
        await Eventually.TrueAsync("the daemon takes a session", async () =>
        {
            raw = await RawPeer.ConnectAsync(Rack.TorNamespace, RawAddress, Node.Address);
            if (await raw.TryEstablishAsync(RawAs, hold))
            {
                return true;
            }

            raw.Dispose();
            return false;
        }, detail: Rack.Logs);
        return raw!;
    }

    /// <summary>An UPDATE of that neighbour: prefixes of one path, which begins with its AS.</summary>
    public static byte[] Announce(IEnumerable<uint> addresses, params uint[] path) => UpdateBytes.Update(
        [], [.. UpdateBytes.Igp, .. UpdateBytes.Path([RawAs, .. path]), .. UpdateBytes.NextHop(RawAddress)], [.. addresses.SelectMany(address => (byte[])[32, .. UpdateBytes.Octets(address)])]);

    /// <summary>How often the session with the router came up; 1 while nothing has ended it.</summary>
    public async Task<long> TorSessionsAsync() => (await Daemon.PeerAsync(Node.TorAddress))!["established"]!.GetValue<long>();

    /// <summary>How many of the routes go by the second way.</summary>
    public async Task<int> BySpineAsync() => (await Node.Namespace.RoutesAsync("proto 179")).Count(line => line.Contains($"via {SpineAddress} ", StringComparison.Ordinal));

    /// <summary>When the last route took the second way, after a moment; null when the kernel told of none.</summary>
    public static TimeSpan? SwitchedAfter(RouteMonitor monitor, DateTime fault) =>
        monitor.Events().Where(e => e.At >= fault && !e.Deleted && e.Line.Contains(SpineAddress, StringComparison.Ordinal)).Select(e => (TimeSpan?)(e.At - fault)).Max();

    public async ValueTask DisposeAsync()
    {
        if (_spine is not null)
        {
            await _spine.DisposeAsync();
        }

        await Rack.DisposeAsync();
        if (_spineNamespace is not null)
        {
            await _spineNamespace.DisposeAsync();
        }
    }

    private async Task BuildAsync(bool spine)
    {
        (Web, Resource endpoint) = await Rack.PlugAsync(0, "web", Workload);
        await Rack.TorNamespace.IpAsync($"addr add {Service}/32 dev lo");
        await Rack.PutAsync(endpoint);
        await Eventually.TrueAsync("the node has the learned route", () => Node.Namespace.HasRouteAsync(Learned), detail: Rack.Logs);
        await Eventually.TrueAsync("the router's kernel has the workload", async () => (await Rack.TorNamespace.RoutesAsync($"exact {Workload}")).Count > 0, detail: Rack.Logs);
        if (spine)
        {
            await BuildSpineAsync();
        }
    }

    private async Task BuildSpineAsync()
    {
        _spineNamespace = await NetworkNamespace.CreateAsync("spine");
        await Veth.ConnectAsync(_spineNamespace, "to-node1", [$"{SpineAddress}/24"], Node.Namespace, SpineLink, ["172.32.1.2/24"]);
        var neighbour = new Neighbour("172.32.1.2", Node.As);
        _spine = new BirdSpeaker(_spineNamespace, Rack.Folder.Sub("spine"), new SpeakerPlan(SpineAddress, 64998, [neighbour], Many) { Prepend = true });
        await _spine.StartAsync();
        await Rack.PutAsync(Resource.Peer("spine", Node, SpineAddress, 64998, ", \"sourceAddress\": \"None\""));
        await Eventually.TrueAsync("the second way is known", () => Daemon.IsEstablishedAsync(SpineAddress), detail: Rack.Logs);
        await Eventually.TrueAsync("all routes are in the kernel", async () => (await Node.Namespace.RoutesAsync("proto 179")).Count >= Routes, detail: Rack.Logs);
        await Eventually.StaysTrueAsync("by the first way", async () => await BySpineAsync() == 0, TimeSpan.FromSeconds(1));
    }
}
