using BgpNode.Conformance.Lab.Speakers;

namespace BgpNode.Conformance.Lab.Racks;

/// <summary>Nodes of one AS on one network, in a full mesh, and a router of another AS (BIRD) with a session to each.</summary>
internal sealed class SegmentLab : IAsyncDisposable
{
    public const string Theirs = "203.0.113.0/24";

    private const uint TorAs = 65000;
    private const string TorAddress = "10.96.0.254";

    private readonly List<IAsyncDisposable> _made = [];
    private readonly List<NetworkNamespace> _nodes = [];
    private readonly List<BgpNodeDaemon> _daemons = [];
    private readonly TestFolder _folder = new();

    public IReadOnlyList<NetworkNamespace> Nodes => _nodes;

    public IReadOnlyList<BgpNodeDaemon> Daemons => _daemons;

    public NetworkNamespace TorNamespace { get; private set; } = null!;

    public PeerSpeaker Tor { get; private set; } = null!;

    /// <summary>Builds it and returns when every session is up.</summary>
    /// <param name="nodes">How many.</param>
    /// <param name="key">The TCP MD5 key between the second and the third.</param>
    public static async Task<SegmentLab> StartAsync(int nodes, string key)
    {
        var lab = new SegmentLab();
        try
        {
            await lab.KeyAsync(key);
            await lab.BuildAsync(nodes);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    public static string AddressOf(int node) => $"10.96.0.{node + 1}";

    public static Resource Configuration(bool mesh) =>
        new("BGPConfiguration", "bgpconfigurations", null, "default", $$"""{"asNumber": 64512, "nodeToNodeMeshEnabled": {{(mesh ? "true" : "false")}}}""");

    /// <summary>A node's resource; one with a cluster id is a reflector and labelled as one.</summary>
    public static Resource Node(int node, string more = "") =>
        new("Node", "nodes", null, NameOf(node), $$$"""{"bgp": {"ipv4Address": "{{{AddressOf(node)}}}/24"{{{more}}}}}""") { Labels = more.Length == 0 ? [NameOf(node)] : [NameOf(node), "reflector"] };

    public static Resource TorPeer(string more) =>
        new("BGPPeer", "bgppeers", null, "tor", $$"""{"peerIP": "{{TorAddress}}", "asNumber": {{TorAs}}, "families": ["ipv4"], "connectRetryTime": "1s"{{more}}}""");

    /// <summary>The session between the second and the third node, whose key is in a file.</summary>
    public Resource Link(string more) =>
        new("BGPPeer", "bgppeers", null, "link", $$"""{"node": "{{NameOf(1)}}", "peerSelector": "has({{NameOf(2)}})", "passwordFile": "{{KeyFile}}"{{more}}}""");

    public Task PutAsync(Resource resource)
    {
        string next = Path.Combine(_folder.Path, "next");
        File.WriteAllText(next, resource.Document);
        File.Move(next, FileOf(resource), overwrite: true);
        return Task.CompletedTask;
    }

    public Task DeleteAsync(Resource resource)
    {
        File.Delete(FileOf(resource));
        return Task.CompletedTask;
    }

    /// <summary>A file with a key, written by rename as its owner would.</summary>
    public async Task KeyAsync(string key)
    {
        string next = KeyFile + ".next";
        await File.WriteAllTextAsync(next, key + "\n");
        File.SetUnixFileMode(next, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(next, KeyFile, overwrite: true);
    }

    /// <summary>A workload on a node, known to the store.</summary>
    public async Task<(NetworkNamespace Namespace, Resource Endpoint)> PlugAsync(int node, string name, string address)
    {
        NetworkNamespace workload = await NetworkNamespace.CreateAsync(name);
        _made.Add(workload);
        await Veth.PlugWorkloadAsync(_nodes[node], "cali" + name, workload, address);
        Resource endpoint = Resource.Endpoint(new RackNode(node + 1, _nodes[node]), name, "cali" + name, address);
        await PutAsync(endpoint);
        return (workload, endpoint);
    }

    public async Task HasRoutesAsync(params (string Prefix, int Node)[] routes)
    {
        foreach ((string prefix, int node) in routes)
        {
            await Eventually.TrueAsync($"{NameOf(node)} has {prefix}", () => _nodes[node].HasRouteAsync(prefix), detail: Logs);
        }
    }

    public string Logs() => $"{Tor.Tail()}\n{string.Join('\n', _daemons.Select(daemon => daemon.Tail()))}";

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable thing in _made.AsEnumerable().Reverse())
        {
            await thing.DisposeAsync();
        }

        _folder.Dispose();
    }

    private string KeyFile => Path.Combine(_folder.Path, "key");

    private static string NameOf(int node) => $"node{node + 1}";

    private string FileOf(Resource resource) => Path.Combine(_folder.Sub("intent"), $"{resource.Plural}-{resource.Name}.yaml");

    private async Task BuildAsync(int nodes)
    {
        NetworkNamespace @switch = await NetworkNamespace.CreateAsync("switch");
        _made.Add(@switch);
        await @switch.IpAsync("link add br0 type bridge", "link set br0 up");
        await PutAsync(Configuration(mesh: true));
        await PutAsync(Resource.Pool("workloads", "10.65.0.0/16"));
        await PutAsync(TorPeer(""));
        await PutAsync(Link(""));
        for (int node = 0; node < nodes; node++)
        {
            _nodes.Add(await AttachAsync(@switch, NameOf(node), AddressOf(node)));
            await PutAsync(Node(node));
        }

        TorNamespace = await AttachAsync(@switch, "tor", TorAddress);
        Neighbour[] neighbours = [.. Enumerable.Range(0, nodes).Select(node => new Neighbour(AddressOf(node), 64512))];
        Tor = SpeakerKind.Bird.Create(TorNamespace, _folder.Sub("bird"), new SpeakerPlan(TorAddress, TorAs, neighbours, [Theirs]) { WritesKernel = true });
        _made.Add(Tor);
        await Tor.StartAsync();
        foreach ((int index, NetworkNamespace node) in _nodes.Index())
        {
            var daemon = new BgpNodeDaemon(node, _folder.Sub(NameOf(index)), NameOf(index), $"directory: {_folder.Sub("intent")}");
            _daemons.Add(daemon);
            _made.Add(daemon);
            await daemon.StartAsync();
        }

        foreach (BgpNodeDaemon daemon in _daemons)
        {
            await Eventually.TrueAsync("every session is up", async () =>
                (await daemon.GetAsync("/v1/peers")).AsArray() is { } peers && peers.Count == nodes && peers.All(peer => peer!["state"]!.ToString() == "Established"), detail: Logs);
        }
    }

    private async Task<NetworkNamespace> AttachAsync(NetworkNamespace @switch, string name, string address)
    {
        NetworkNamespace netns = await NetworkNamespace.CreateAsync(name);
        _made.Add(netns);
        await Veth.ConnectAsync(@switch, name, [], netns, "eth0", [$"{address}/24"]);
        await @switch.IpAsync($"link set {name} master br0");
        return netns;
    }
}
