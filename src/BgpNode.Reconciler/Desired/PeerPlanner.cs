using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Intent;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Peers;

namespace BgpNode.Reconciler.Desired;

/// <summary>
/// Neighbours from intent, by Calico's rules: the full mesh of nodes that are no reflectors, global and per-node BGPPeers, peers
/// chosen by labels and the reverse sessions that they imply. A pure function of its inputs, made for one intent and thrown away.
/// </summary>
public sealed class PeerPlanner
{
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();

    private readonly IntentSnapshot _intent;
    private readonly string _name;
    private readonly NodeResource? _node;
    private readonly BgpConfigurationSpec _bgp;
    private readonly AsNumber _as;
    private readonly RouterId _routerId;
    private readonly RouterId? _cluster;
    private readonly FilterCompiler _filters;
    private readonly ReadPassword _readPassword;
    private readonly SortedDictionary<string, PeerConfig> _peers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<Prefix, PeerRange> _ranges = [];
    private readonly Dictionary<(Address Address, ushort Port, string? Link), string> _byRemote = [];
    private readonly List<Problem> _problems = [];

    private PeerPlanner(IntentSnapshot intent, string node, HostFacts host, ReadPassword readPassword)
    {
        _readPassword = readPassword;
        (_intent, _name) = (intent, node);
        _node = intent.Find<NodeResource>(ResourceKind.Node, node);
        _bgp = BgpDefaults.Of(intent, node);
        _as = BgpDefaults.AsOf(_node, _bgp);
        _routerId = BgpDefaults.RouterIdOf(_node, _bgp, node, host.IPv4Address);
        _cluster = _node?.Spec.Bgp?.RouteReflectorClusterID;
        _filters = new FilterCompiler(intent);
    }

    /// <summary>The neighbours of a node.</summary>
    public static PeerPlan Plan(IntentSnapshot intent, string node, HostFacts host, ReadPassword readPassword)
    {
        var planner = new PeerPlanner(intent, node, host, readPassword);
        planner.AddMesh();
        planner.AddPeers(perNode: false);
        planner.AddPeers(perNode: true);
        planner.AddReversePeers();
        return new PeerPlan([.. planner._peers.Values], planner.Listen(), planner._problems) { Ranges = [.. planner._ranges.Values] };
    }

    private ListenPlan Listen() => new(
        _bgp.ListenPort ?? BgpDefaults.Port,
        _bgp.BindMode == BindMode.NodeIP ? [.. AddressesOf(_node)] : []);

    private void AddMesh()
    {
        if (_bgp.NodeToNodeMeshEnabled == false || _cluster is not null)
        {
            return;
        }

        foreach (NodeResource other in OtherNodes().Where(node => node.Spec.Bgp?.RouteReflectorClusterID is null))
        {
            AddNode("mesh", other, new BgpPeerSpec());
        }
    }

    private void AddPeers(bool perNode)
    {
        foreach ((ResourceKey key, StoredResource stored) in _intent.Of(ResourceKind.BGPPeer))
        {
            BgpPeerSpec spec = ((BgpPeerResource)stored.Resource).Spec;
            if ((spec.Node ?? (object?)spec.NodeSelector) is not null != perNode || !AppliesTo(spec, _name, LabelsOf(_node)))
            {
                continue;
            }

            if (spec.PeerAddress is { } address)
            {
                AddAddress(key.Name, spec, address, stored);
            }
            else if (spec.AllowedPeerCidr is { } range)
            {
                AddRange(key.Name, spec, range, stored);
            }
            else if (spec.PeerSelector is { } selector)
            {
                foreach (NodeResource other in OtherNodes().Where(node => selector.Evaluate(LabelsOf(node))))
                {
                    AddNode(key.Name, other, spec);
                }
            }
            else
            {
                string what = spec.Interface is not null ? "interface without peerIP" : "localWorkloadSelector";
                _problems.Add(new Problem(stored.Source, 0, 0, "spec", $"{what} is not supported by this version of bgpnode; the peer is left out") { Resource = key });
            }
        }
    }

    // A BGPPeer on other nodes that selects this one as a peer implies our half of the session, unless it says Manual.
    private void AddReversePeers()
    {
        foreach ((ResourceKey key, StoredResource stored) in _intent.Of(ResourceKind.BGPPeer))
        {
            BgpPeerSpec spec = ((BgpPeerResource)stored.Resource).Spec;
            if (_node is null || spec.ReversePeering == ReversePeering.Manual || spec.PeerSelector?.Evaluate(LabelsOf(_node)) != true)
            {
                continue;
            }

            foreach (NodeResource other in OtherNodes().Where(node => AppliesTo(spec, node.Metadata.Name, LabelsOf(node))))
            {
                AddNode(key.Name, other, spec);
            }
        }
    }

    private void AddAddress(string name, BgpPeerSpec spec, Address address, StoredResource stored)
    {
        if (AddressesOf(_node).Contains(address))
        {
            return; // a global peer that is this very node
        }

        NodeResource? other = OtherNodes().FirstOrDefault(node => AddressesOf(node).Contains(address));
        FamilySet families = spec.Families.Count > 0 ? FamiliesOf(spec.Families) : FamilySet.Both;
        AsNumber remote = spec.AsNumber ?? (other is null ? _bgp.AsNumber ?? BgpDefaults.ClusterAs : BgpDefaults.AsOf(other, _bgp));
        Add(name, spec, address, remote, families, other, stored);
    }

    private void AddNode(string name, NodeResource other, BgpPeerSpec spec)
    {
        foreach (Address address in AddressesOf(other))
        {
            // One session for each family, as Calico's nodes have it.
            FamilySet families = spec.Families.Count > 0 ? FamiliesOf(spec.Families) : FamilySet.None.With(address.Family);
            string suffix = address.Family == Family.IPv6 ? "-v6" : "";
            Add($"{name}-{other.Metadata.Name}{suffix}", spec, address, BgpDefaults.AsOf(other, _bgp), families, other, null);
        }
    }

    private void Add(string name, BgpPeerSpec spec, Address address, AsNumber remote, FamilySet families, NodeResource? other, StoredResource? stored)
    {
        ushort port = spec.PeerPort ?? (other is null ? BgpDefaults.Port : _bgp.ListenPort ?? BgpDefaults.Port);
        if (_byRemote.TryGetValue((address, port, spec.Interface), out string? taken))
        {
            // The later, more specific one stands: per-node after global after mesh.
            _peers.Remove(taken);
        }

        _byRemote[(address, port, spec.Interface)] = name;
        _peers[name] = ConfigOf(name, spec, address, port, remote, families, other, stored);
    }

    // Whoever connects says its AS: without asNumber any but ours will do. Two ranges of one prefix are told apart by their place, as peers are.
    private void AddRange(string name, BgpPeerSpec spec, Prefix prefix, StoredResource stored)
    {
        FamilySet families = spec.Families.Count > 0 ? FamiliesOf(spec.Families) : FamilySet.Both;
        _ranges[prefix] = new PeerRange(prefix, ConfigOf(name, spec, prefix.Address, BgpDefaults.Port, spec.AsNumber, families, other: null, stored) with { Passive = true });
    }

    private PeerConfig ConfigOf(
        string name, BgpPeerSpec spec, Address address, ushort port, AsNumber? remote, FamilySet families, NodeResource? other, StoredResource? stored)
    {
        AsNumber local = spec.LocalAsNumber ?? _as;
        bool isInternal = local == remote;
        PeerPassword? password = PasswordOf(spec, stored, name, out bool unusable);
        return new PeerConfig
        {
            Name = name,
            RemoteAddress = address,
            RemotePort = port,
            Interface = spec.Interface,
            RemoteAs = remote,
            LocalAs = local,
            RouterId = _routerId,
            HoldTime = spec.HoldTime ?? _bgp.DefaultHoldTime ?? BgpDefaults.HoldTime,
            KeepaliveTime = spec.KeepaliveTime,
            ConnectRetryTime = spec.ConnectRetryTime ?? BgpDefaults.ConnectRetryTime,
            Passive = spec.Passive ?? false,
            LocalAddress = SourceFor(spec, address),
            Families = families,
            TtlSecurityHops = spec.TtlSecurity,
            ExtendedMessages = spec.ExtendedMessages ?? true,
            ExtendedNextHop = spec.ExtendedNextHop ?? false,
            Password = password,
            Disabled = unusable || (spec.Disabled ?? false),
            ShutdownMessage = spec.ShutdownMessage,
            Policy = PolicyOf(name, spec, isInternal, other, stored),
        };
    }

    // A link-local neighbour is reached from a link-local address of its link, which the kernel knows and intent does not.
    private Address? SourceFor(BgpPeerSpec spec, Address peer) => spec.SourceAddress == SourceAddressMode.None || (peer.Family == Family.IPv6 && peer.IsLinkLocal)
        ? null
        : AddressesOf(_node).Cast<Address?>().FirstOrDefault(own => own!.Value.Family == peer.Family);

    // A session whose key is missing must not run without one.
    private PeerPassword? PasswordOf(BgpPeerSpec spec, StoredResource? stored, string name, out bool unusable)
    {
        string? problem = null;
        PeerPassword? password = spec.PasswordFile is { } file ? _readPassword(file, out problem) : null;
        problem ??= spec.Password is not null && spec.PasswordFile is null ? "secretKeyRef cannot be read without Kubernetes; write passwordFile" : null;
        if (problem is not null)
        {
            _problems.Add(new Problem(stored?.Source ?? name, 0, 0, "spec.password", $"{problem}; the peer stays down") { Resource = stored?.Resource.Key });
        }

        unusable = problem is not null;
        return password;
    }

    private PeerPolicy PolicyOf(string name, BgpPeerSpec spec, bool isInternal, NodeResource? other, StoredResource? stored)
    {
        var problems = new List<string>();
        IFilter? import = _filters.Compile(spec.Filters, import: true, isInternal, problems);
        IFilter? export = _filters.Compile(spec.Filters, import: false, isInternal, problems);
        foreach (string problem in problems.Distinct())
        {
            _problems.Add(new Problem(stored?.Source ?? name, 0, 0, "spec.filters", problem) { Resource = stored?.Resource.Key });
        }

        bool mustAsk = !isInternal && _bgp.EbgpRequiresPolicy == Toggle.Enabled && spec.Filters.Count == 0;
        return new PeerPolicy
        {
            RouteReflectorClient = isInternal && (spec.RouteReflectorClient ?? (_cluster is not null && other?.Spec.Bgp?.RouteReflectorClusterID != _cluster)),
            NextHopMode = spec.KeepOriginalNextHop == true ? Routing.Policy.NextHopMode.Keep : (Routing.Policy.NextHopMode)(int)(spec.NextHopMode ?? Datastore.Resources.NextHopMode.Auto),
            Export = mustAsk ? ExportScope.None : isInternal ? ExportScope.All : ExportScope.OwnOnly,
            ImportNone = mustAsk,
            MaxPrefixes = (int)Math.Min(spec.MaxPrefixes?.Limit ?? 1_000_000, int.MaxValue),
            AllowOwnAs = spec.NumAllowedLocalAsNumbers ?? 0,
            LocalAs = spec.LocalAsNumber,
            EnforceFirstAs = spec.EnforceFirstAs ?? true,
            ImportFilter = import,
            ExportFilter = export,
        };
    }

    private IEnumerable<NodeResource> OtherNodes() =>
        _intent.All<NodeResource>(ResourceKind.Node).Where(node => node.Metadata.Name != _name);

    private static bool AppliesTo(BgpPeerSpec spec, string node, IReadOnlyDictionary<string, string> labels) =>
        spec.Node is not null ? spec.Node == node : spec.NodeSelector is null || spec.NodeSelector.Evaluate(labels);

    private static IReadOnlyDictionary<string, string> LabelsOf(NodeResource? node) => node?.Metadata.Labels ?? NoLabels;

    private static IEnumerable<Address> AddressesOf(NodeResource? node)
    {
        if (node?.Spec.Bgp?.IPv4Address is { } v4)
        {
            yield return v4;
        }

        if (node?.Spec.Bgp?.IPv6Address is { } v6)
        {
            yield return v6;
        }
    }

    private static FamilySet FamiliesOf(IEnumerable<Family> families) =>
        families.Aggregate(FamilySet.None, (set, family) => set.With(family));
}
