using BgpNode.Conformance.Lab.Speakers;

namespace BgpNode.Conformance.Lab.Racks;

/// <summary>A top-of-rack router of somebody else's making, and nodes below it that run the daemon under test.</summary>
internal sealed class Rack : IAsyncDisposable
{
    public const uint TorAs = 65000;

    private const string BfdFields = ", \"bfd\": {\"minTx\": \"100ms\", \"minRx\": \"100ms\", \"multiplier\": 3}";

    private static readonly string[] LeastPrivilege =
    [
        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "--inh-caps=-all,+net_admin,+net_bind_service",
        "--ambient-caps=-all,+net_admin,+net_bind_service", "--bounding-set=-all,+net_admin,+net_bind_service",
    ];

    private readonly List<IAsyncDisposable> _made = [];
    private readonly List<BgpNodeDaemon> _daemons = [];
    private readonly List<RackNode> _nodes = [];

    private Rack(RackPlan plan) => Plan = plan;

    public RackPlan Plan { get; }

    public TestFolder Folder { get; } = new();

    public NetworkNamespace TorNamespace { get; private set; } = null!;

    public PeerSpeaker Tor { get; private set; } = null!;

    /// <summary>Only where the plan asks for it.</summary>
    public EtcdServer Etcd { get; private set; } = null!;

    public IReadOnlyList<RackNode> Nodes => _nodes;

    public IReadOnlyList<BgpNodeDaemon> Daemons => _daemons;

    private string IntentFolder => Folder.Sub("intent");

    /// <summary>Builds it and returns when every session is up.</summary>
    public static async Task<Rack> StartAsync(RackPlan plan)
    {
        var rack = new Rack(plan);
        try
        {
            await rack.BuildAsync();
            await rack.ConvergeAsync();
            return rack;
        }
        catch
        {
            await rack.DisposeAsync();
            throw;
        }
    }

    public Task PutAsync(Resource resource) =>
        Plan.Etcd ? Etcd.PutAsync(resource.Key, resource.Document) : WriteFileAsync(FileOf(resource), resource.Document);

    public Task DeleteAsync(Resource resource)
    {
        if (Plan.Etcd)
        {
            return Etcd.DeleteAsync(resource.Key);
        }

        File.Delete(Path.Combine(IntentFolder, FileOf(resource)));
        return Task.CompletedTask;
    }

    /// <summary>Puts anything at all where a resource belongs, broken documents included.</summary>
    public Task PutTextAsync(Resource place, string text) =>
        Plan.Etcd ? Etcd.PutAsync(place.Key, text) : WriteFileAsync(FileOf(place), text);

    /// <summary>A workload: its namespace, its cable and its resource, the latter not yet in the store.</summary>
    public async Task<(NetworkNamespace Namespace, Resource Endpoint)> PlugAsync(int node, string name, string address)
    {
        NetworkNamespace workload = await NetworkNamespace.CreateAsync(name);
        _made.Add(workload);
        await Veth.PlugWorkloadAsync(Nodes[node].Namespace, "cali" + name, workload, address);
        return (workload, Resource.Endpoint(Nodes[node], name, "cali" + name, address));
    }

    /// <summary>Every log, for a failure's text.</summary>
    public string Logs() => $"{Tor.Tail()}\n{string.Join('\n', _daemons.Select(d => d.Tail()))}";

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable thing in _made.AsEnumerable().Reverse())
        {
            await thing.DisposeAsync();
        }

        Folder.Dispose();
    }

    private async Task BuildAsync()
    {
        TorNamespace = await NetworkNamespace.CreateAsync("tor");
        _made.Add(TorNamespace);
        for (int number = 1; number <= Plan.Nodes; number++)
        {
            var node = new RackNode(number, await NetworkNamespace.CreateAsync($"node{number}"));
            _made.Add(node.Namespace);
            _nodes.Add(node);
            await Veth.ConnectAsync(
                TorNamespace, node.TorInterface, [$"{node.TorAddress}/24", $"{node.TorAddressIPv6}/64"],
                node.Namespace, RackNode.Uplink, [$"{node.Address}/24", $"{node.AddressIPv6}/64"]);
        }

        if (Plan.Etcd)
        {
            Etcd = new EtcdServer(TorNamespace, Folder.Sub("etcd"));
            _made.Add(Etcd);
            await Etcd.StartAsync();
        }

        await PutIntentAsync();
        Tor = Plan.Tor.Create(TorNamespace, Folder.Sub("tor"), TorPlan());
        _made.Add(Tor);
        await Tor.StartAsync();
        foreach (RackNode node in Nodes)
        {
            string store = Plan.Etcd ? $"etcd: {{ endpoints: [\"http://{node.TorAddress}:2379\"] }}" : $"directory: {IntentFolder}";
            var daemon = new BgpNodeDaemon(node.Namespace, Folder.Sub(node.Name), node.Name, store, Plan.Settings) { Wrapper = Plan.LeastPrivilege ? LeastPrivilege : Plan.Wrapper };
            if (Plan.LeastPrivilege)
            {
                await Shell.RunAsync(["chown", "-R", "65534:65534", Folder.Sub(node.Name)]);
            }

            _daemons.Add(daemon);
            _made.Add(daemon);
            await daemon.StartAsync();
        }
    }

    private SpeakerPlan TorPlan() => new(
        Nodes[0].TorAddress, TorAs,
        [.. Nodes.SelectMany(n => Plan.IPv6 ? [OverIPv4(n), new Neighbour(n.AddressIPv6, n.As) { Bfd = Plan.Bfd }] : new[] { OverIPv4(n) })],
        Plan.TorAnnounces)
    {
        LocalIPv6 = Nodes[0].TorAddressIPv6,
        BirdGlobal = Plan.BirdGlobal,
        GracefulRestart = Plan.GracefulRestart,
        WritesKernel = true,
    };

    private Neighbour OverIPv4(RackNode node) => new(node.Address, node.As)
    {
        Bird = Plan.BirdLines,
        BirdChannel = Plan.BirdChannel,
        Frr = Plan.FrrLines,
        Bfd = Plan.Bfd,
        AddPaths = Plan.AddPaths,
    };

    private async Task PutIntentAsync()
    {
        await PutAsync(Resource.Configuration());
        await PutAsync(Resource.Pool("workloads", "10.65.0.0/16"));
        await PutAsync(Resource.Pool("workloads-v6", "fd00:10:65::/64"));
        foreach (RackNode node in Nodes)
        {
            await PutAsync(Resource.Node(node));
            await PutAsync(Resource.Peer($"{node.Name}-tor", node, node.TorAddress, TorAs, PeerFields));
            if (Plan.IPv6)
            {
                await PutAsync(Resource.Peer($"{node.Name}-tor-v6", node, node.TorAddressIPv6, TorAs, Plan.Bfd ? BfdFields : ""));
            }
        }
    }

    private async Task ConvergeAsync()
    {
        foreach ((RackNode node, BgpNodeDaemon daemon) in Nodes.Zip(Daemons))
        {
            await Eventually.TrueAsync($"{node.Name} has a session with {node.TorAddress}", () => daemon.IsEstablishedAsync(node.TorAddress), detail: Logs);
            if (Plan.IPv6)
            {
                await Eventually.TrueAsync($"{node.Name} has a session with {node.TorAddressIPv6}", () => daemon.IsEstablishedAsync(node.TorAddressIPv6), detail: Logs);
            }
        }
    }

    private string PeerFields => Plan.Bfd ? BfdFields + Plan.PeerFields : Plan.PeerFields;

    private static string FileOf(Resource resource) => $"{resource.Plural}-{resource.Name}.yaml";

    // By rename, as editors and configuration tools do: never seen half written.
    private async Task WriteFileAsync(string name, string text)
    {
        string next = Path.Combine(Folder.Path, name);
        await File.WriteAllTextAsync(next, text);
        File.Move(next, Path.Combine(IntentFolder, name), overwrite: true);
    }
}
