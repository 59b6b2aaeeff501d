using System.Net;
using System.Net.Sockets;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Raw;
using Xunit;

namespace BgpNode.Conformance.Rfc.Lab;

/// <summary>One daemon that passes everything on, and a network on which its neighbours are played by a class of tests.</summary>
public sealed partial class RfcLab : IAsyncLifetime
{
    public const string NodeAddress = "10.9.0.1";
    public const string NodeAddressIPv6 = "fd00:9::1";

    private const string Stranger = "10.9.0.250";

    private readonly Dictionary<string, RfcPeer> _lasting = [];
    private readonly List<IAsyncDisposable> _made = [];
    private TestFolder? _folder;
    private NetworkNamespace _outside = null!;
    private int _prefixes;

    internal BgpNodeDaemon Daemon { get; private set; } = null!;

    /// <summary>Where the daemon runs.</summary>
    internal NetworkNamespace Node { get; private set; } = null!;

    /// <summary>For a test's own files.</summary>
    internal string Folder => _folder!.Path;

    public async ValueTask InitializeAsync()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return; // each test says what it needs
        }

        _folder = new TestFolder();
        _outside = await NetworkNamespace.CreateAsync("peers");
        _made.Add(_outside);
        Node = await NetworkNamespace.CreateAsync("rfc");
        _made.Add(Node);
        await Veth.ConnectAsync(
            _outside, "node", [.. LabPeer.All.Select(peer => $"{peer.Address}/24"), $"{Stranger}/24", "fd00:9::99/64"],
            Node, "peers", [$"{NodeAddress}/24", $"{NodeAddressIPv6}/64"]);
        await WriteIntentAsync(_folder.Sub("intent"));
        Daemon = new BgpNodeDaemon(Node, _folder.Sub("node"), "node1", $"directory: {_folder.Sub("intent")}");
        _made.Add(Daemon);
        await Daemon.StartAsync();
        await Eventually.TrueAsync("the daemon knows every neighbour", async () => await Daemon.PeerAsync(LabPeer.All[^1].Address) is not null, detail: Daemon.Tail);
    }

    /// <summary>A prefix that no other case has used.</summary>
    public string NextPrefix()
    {
        int number = Interlocked.Increment(ref _prefixes);
        return $"20.{number >> 8}.{number & 255}.0/24";
    }

    /// <summary>A connection of this neighbour on which nothing has been said.</summary>
    internal async Task<RfcPeer> ConnectAsync(LabPeer peer) => new(await ConnectRawAsync(peer));

    /// <summary>The same, with nobody who reads.</summary>
    internal Task<RawPeer> ConnectRawAsync(LabPeer peer)
    {
        Needs.Root();
        return RawPeer.ConnectAsync(_outside, peer.Address, NodeAddress);
    }

    /// <summary>A connection from an address that no resource names.</summary>
    internal async Task<RfcPeer> ConnectAsStrangerAsync()
    {
        Needs.Root();
        return new RfcPeer(await RawPeer.ConnectAsync(_outside, Stranger, NodeAddress));
    }

    /// <summary>A session of this neighbour, with the OPEN given or one with everything that it can do.</summary>
    internal async Task<RfcPeer> EstablishAsync(LabPeer peer, byte[]? open = null)
    {
        RfcPeer session = await ConnectAsync(peer);
        await session.EstablishAsync(open ?? OpenBytes.Of(peer));
        return session;
    }

    /// <summary>A session that lasts as long as the class's tests, for looking on.</summary>
    internal async Task<RfcPeer> LastingAsync(LabPeer peer)
    {
        if (!_lasting.TryGetValue(peer.Name, out RfcPeer? session))
        {
            session = await EstablishAsync(peer);
            _lasting.Add(peer.Name, session);
        }

        return session;
    }

    /// <summary>Listens at a neighbour's address.</summary>
    internal Task<Socket> ListenAsync(LabPeer peer)
    {
        Needs.Root();
        return _outside.InsideAsync(() =>
        {
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Parse(peer.Address), 179));
            listener.Listen();
            return listener;
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RfcPeer session in _lasting.Values)
        {
            await session.DisposeAsync();
        }

        foreach (IAsyncDisposable thing in _made.AsEnumerable().Reverse())
        {
            await thing.DisposeAsync();
        }

        _folder?.Dispose();
    }

    private static async Task WriteIntentAsync(string folder)
    {
        string node = $$$"""{"bgp": {"asNumber": {{{LabPeer.NodeAs}}}, "ipv4Address": "{{{NodeAddress}}}/24", "ipv6Address": "{{{NodeAddressIPv6}}}/64"}}""";
        const string Everything = """{"exportV4": [{"action": "Accept"}], "exportV6": [{"action": "Accept"}]}""";
        List<Resource> resources =
        [
            Resource.Configuration(),
            new("Node", "nodes", null, "node1", node),
            new("BGPFilter", "bgpfilters", null, "everything", Everything),
        ];
        resources.AddRange(LabPeer.All.Select(ResourceOf));
        foreach (Resource resource in resources)
        {
            await File.WriteAllTextAsync(FileOf(folder, resource), resource.Document);
        }
    }

    private static string FileOf(string folder, Resource resource) => Path.Combine(folder, $"{resource.Plural}-{resource.Name}.yaml");

    private static Resource ResourceOf(LabPeer peer)
    {
        string passive = peer.More.Contains("passive", StringComparison.Ordinal) ? "" : """, "passive": true""";
        return new("BGPPeer", "bgppeers", null, peer.Name, $$"""
            {
              "node": "node1", "peerIP": "{{peer.Address}}", "asNumber": {{peer.As}}, "families": [{{peer.Families}}],
              "connectRetryTime": "1s", "filters": ["everything"]{{passive}}{{peer.More}}
            }
            """);
    }
}
