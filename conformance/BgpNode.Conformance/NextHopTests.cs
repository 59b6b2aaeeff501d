using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>A node with two routers above it, each on a link of its own, that both announce the same prefixes.</summary>
public sealed class NextHopTests : IAsyncDisposable
{
    private const int Prefixes = 200;
    private static readonly string[] Announced = [.. Enumerable.Range(0, Prefixes).Select(i => $"198.51.{100 + (i / 200)}.{i % 200}/32")];

    private readonly List<IAsyncDisposable> _made = [];
    private readonly TestFolder _folder = new();
    private BgpNodeDaemon? _daemon;

    [Fact, Rfc(4271, "9.1.2")]
    public async Task A_link_that_is_cut_moves_its_routes_long_before_the_hold_time()
    {
        Needs.Bird();
        var node = new RackNode(1, await NamespaceAsync("node1"));
        await PutAsync(Resource.Configuration());
        await PutAsync(new Resource("Node", "nodes", null, node.Name, $$$"""{"bgp": {"asNumber": {{{node.As}}}}}"""));
        NetworkNamespace one = await RouterAsync(node, 1), two = await RouterAsync(node, 2);
        _daemon = new BgpNodeDaemon(node.Namespace, _folder.Sub(node.Name), node.Name, $"directory: {_folder.Sub("intent")}");
        _made.Add(_daemon);
        await _daemon.StartAsync();
        foreach (int number in new[] { 1, 2 })
        {
            await Eventually.TrueAsync($"the session with router {number} is up", () => _daemon.IsEstablishedAsync(Router(number)), detail: _daemon.Tail);
        }

        await Eventually.TrueAsync("the kernel has all routes", async () => (await node.Namespace.RoutesAsync("proto 179")).Count(line => line.Contains("nhid", StringComparison.Ordinal)) == Prefixes, detail: _daemon.Tail);
        bool firstIsUsed = await node.Namespace.HasRouteAsync(Announced[0], $"via {Router(1)}");
        (NetworkNamespace used, string left) = firstIsUsed ? (one, Router(2)) : (two, Router(1));
        await used.IpAsync("link set to-node1 down");

        // The hold time is 90 s: nothing but the link says that the first router is gone.
        await Eventually.TrueAsync("all routes leave by the other link", async () =>
            (await node.Namespace.RoutesAsync("proto 179")).Count(line => line.Contains($"via {left}", StringComparison.Ordinal)) == Prefixes, within: TimeSpan.FromSeconds(3), detail: _daemon.Tail);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable thing in _made.AsEnumerable().Reverse())
        {
            await thing.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static string Router(int number) => $"172.31.{number}.1";

    private async Task<NetworkNamespace> RouterAsync(RackNode node, int number)
    {
        NetworkNamespace router = await NamespaceAsync($"router{number}");
        string own = $"172.31.{number}.2";
        await Veth.ConnectAsync(router, "to-node1", [$"{Router(number)}/24"], node.Namespace, $"uplink{number}", [$"{own}/24"]);
        var bird = new BirdSpeaker(router, _folder.Sub($"router{number}"), new SpeakerPlan(Router(number), 65000u + (uint)number, [new Neighbour(own, node.As)], Announced));
        _made.Add(bird);
        await bird.StartAsync();
        await PutAsync(Resource.Peer($"router{number}", node, Router(number), 65000u + (uint)number));
        return router;
    }

    private async Task<NetworkNamespace> NamespaceAsync(string word)
    {
        NetworkNamespace made = await NetworkNamespace.CreateAsync(word);
        _made.Add(made);
        return made;
    }

    private Task PutAsync(Resource resource) =>
        File.WriteAllTextAsync(Path.Combine(_folder.Sub("intent"), $"{resource.Plural}-{resource.Name}.yaml"), resource.Document);
}
