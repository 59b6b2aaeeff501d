using System.Text.Json.Nodes;
using BgpNode.Conformance.Interop;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>Neighbours without addresses: found by router advertisements, and IPv4 over IPv6 next hops between them.</summary>
public sealed class UnnumberedTests : IAsyncLifetime
{
    private const string Uplink = "uplink";

    private readonly List<IAsyncDisposable> _made = [];
    private readonly TestFolder _folder = new();
    private readonly List<BgpNodeDaemon> _daemons = [];
    private readonly List<RackNode> _nodes = [];
    private PeerSpeaker? _tor;

    private string Intent => _folder.Sub("intent");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact, Interop(Feature.Unnumbered), Rfc(8950, "4")]
    public async Task Two_nodes_below_FRR_carry_IPv4_of_workloads_without_an_IPv4_address_on_a_link()
    {
        Needs.Frr();
        NetworkNamespace tor = await NamespaceAsync("tor");
        for (int number = 1; number <= 2; number++)
        {
            RackNode node = await NodeAsync(number);
            await ConnectAsync(tor, node.TorInterface, node.Namespace, Uplink);
        }

        Neighbour[] below = [.. _nodes.Select(node => new Neighbour("", node.As) { Link = node.TorInterface })];
        _tor = new FrrSpeaker(tor, _folder.Sub("tor"), new SpeakerPlan("10.255.0.1", Rack.TorAs, below, []) { WritesKernel = true });
        _made.Add(_tor);
        await _tor.StartAsync();
        await BringUpAsync();
        await TheyCarryWorkloadsAsync();

        Assert.All(await tor.RoutesAsync("10.65.0.0/16"), route => Assert.Contains("via inet6 fe80::", route, StringComparison.Ordinal));
        Assert.DoesNotContain("inet ", await tor.ExecAsync("ip", "addr", "show", "dev", _nodes[0].TorInterface), StringComparison.Ordinal);
    }

    [Fact, Rfc(8950, "4")]
    public async Task Two_nodes_find_each_other_on_a_cable_between_them()
    {
        RackNode one = await NodeAsync(1), two = await NodeAsync(2);
        await ConnectAsync(one.Namespace, Uplink, two.Namespace, Uplink);
        await BringUpAsync();
        await TheyCarryWorkloadsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable thing in _made.AsEnumerable().Reverse())
        {
            await thing.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task BringUpAsync()
    {
        await PutAsync(Resource.Configuration());
        await PutAsync(Resource.Pool("workloads", "10.65.0.0/16"));
        await PutAsync(new Resource("BGPPeer", "bgppeers", null, "uplink", $$"""{"interface": "{{Uplink}}", "connectRetryTime": "1s"}"""));
        foreach (RackNode node in _nodes)
        {
            await PutAsync(new Resource("Node", "nodes", null, node.Name, $$$"""{"bgp": {"asNumber": {{{node.As}}}}}"""));
            var daemon = new BgpNodeDaemon(node.Namespace, _folder.Sub(node.Name), node.Name, $"directory: {Intent}");
            _made.Add(daemon);
            _daemons.Add(daemon);
            await daemon.StartAsync();
        }

        foreach (BgpNodeDaemon daemon in _daemons)
        {
            await Eventually.TrueAsync("the session is up", async () => (await UplinkAsync(daemon))["state"]?.ToString() == "Established", detail: Logs);
            Assert.StartsWith("fe80::", (await UplinkAsync(daemon))["address"]!.ToString(), StringComparison.Ordinal);
        }
    }

    private async Task TheyCarryWorkloadsAsync()
    {
        NetworkNamespace[] workloads = [.. await Task.WhenAll(_nodes.Select(PlugAsync))];
        foreach (RackNode node in _nodes)
        {
            RackNode other = _nodes.Single(n => n != node);
            await Eventually.TrueAsync($"{node.Name} has the other's workload", () => node.Namespace.HasRouteAsync(AddressOf(other), "via inet6 fe80::"), detail: Logs);
            Assert.True(await node.Namespace.HasRouteAsync(AddressOf(other), $"dev {Uplink}"), Logs());
            Assert.DoesNotContain("inet ", await node.Namespace.ExecAsync("ip", "addr", "show", "dev", Uplink), StringComparison.Ordinal);
        }

        string answer = await workloads[0].ExecAsync("ping", "-c", "3", "-i", "0.2", "-W", "2", AddressOf(_nodes[1])[..^3]);
        Assert.Contains(" 0% packet loss", answer, StringComparison.Ordinal);
    }

    private async Task<NetworkNamespace> PlugAsync(RackNode node)
    {
        NetworkNamespace workload = await NamespaceAsync($"web{node.Number}");
        await Veth.PlugWorkloadAsync(node.Namespace, "caliweb", workload, AddressOf(node));
        await PutAsync(Resource.Endpoint(node, $"web{node.Number}", "caliweb", AddressOf(node)));
        return workload;
    }

    private static string AddressOf(RackNode node) => $"10.65.{node.Number}.2/32";

    private async Task<RackNode> NodeAsync(int number)
    {
        var node = new RackNode(number, await NamespaceAsync($"node{number}"));
        _nodes.Add(node);
        return node;
    }

    private async Task<NetworkNamespace> NamespaceAsync(string word)
    {
        NetworkNamespace made = await NetworkNamespace.CreateAsync(word);
        _made.Add(made);
        return made;
    }

    // No address is given: the kernel makes the link-local ones.
    private static async Task ConnectAsync(NetworkNamespace left, string leftName, NetworkNamespace right, string rightName)
    {
        await Shell.RunAsync(["ip", "link", "add", leftName, "netns", left.Name, "type", "veth", "peer", "name", rightName, "netns", right.Name]);
        await left.IpAsync($"link set {leftName} up");
        await right.IpAsync($"link set {rightName} up");
    }

    private static async Task<JsonNode> UplinkAsync(BgpNodeDaemon daemon) =>
        ((JsonArray)await daemon.GetAsync("/v1/peers")).Single(peer => peer!["name"]!.ToString() == "uplink")!;

    private Task PutAsync(Resource resource) => File.WriteAllTextAsync(Path.Combine(Intent, $"{resource.Plural}-{resource.Name}.yaml"), resource.Document);

    private string Logs() => $"{_tor?.Tail()}\n{string.Join('\n', _daemons.Select(d => d.Tail()))}";
}
