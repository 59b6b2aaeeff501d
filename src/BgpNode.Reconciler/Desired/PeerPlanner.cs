using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Intent;
using BgpNode.Speaker.Peers;

namespace BgpNode.Reconciler.Desired;

/// <summary>
/// Neighbours from intent, by Calico's rules: the full mesh of nodes that are no reflectors, global and per-node BGPPeers, peers
/// chosen by labels and the reverse sessions that they imply. A pure function of its inputs, made for one intent and thrown away.
/// </summary>
public sealed partial class PeerPlanner
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
    private readonly Dictionary<(Address Address, ushort Port, string? Link), PeerWish> _byRemote = [];
    private readonly Dictionary<Prefix, PeerWish> _byRange = [];
    private readonly OrderedDictionary<Problem, bool> _problems = []; // what many neighbours of one resource share is told once

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
        planner.CheckConfiguration();
        planner.AddMesh();
        planner.AddPeers(perNode: false);
        planner.AddPeers(perNode: true);
        planner.AddReversePeers();
        return new PeerPlan([.. planner._peers.Values], planner.Listen(), [.. planner._problems.Keys]) { Ranges = [.. planner._ranges.Values] };
    }

    private ListenPlan Listen() => new(
        ListenPortOf(_name),
        _bgp.BindMode == BindMode.NodeIP ? [.. AddressesOf(_node)] : []);

    private void CheckConfiguration()
    {
        StoredResource? stored = _intent.Of(ResourceKind.BGPConfiguration).GetValueOrDefault(new ResourceKey(ResourceKind.BGPConfiguration, "", "default"));
        foreach ((string field, string message) in UnsupportedConfiguration.Of(_bgp))
        {
            Report(stored, Severity.Warning, $"spec.{field}", message);
        }
    }

    private void AddMesh()
    {
        if (_bgp.NodeToNodeMeshEnabled == false || _cluster is not null)
        {
            return;
        }

        StoredResource? config = _intent.Of(ResourceKind.BGPConfiguration).GetValueOrDefault(new ResourceKey(ResourceKind.BGPConfiguration, "", "default"));
        var spec = new BgpPeerSpec { Password = _bgp.NodeMeshPassword, MaxRestartTime = _bgp.NodeMeshMaxRestartTime };
        foreach (NodeResource other in OtherNodes().Where(node => node.Spec.Bgp?.RouteReflectorClusterID is null))
        {
            AddNode("mesh", other, spec, config, PeerRank.Mesh);
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
                AddAddress(key.Name, spec, address, stored, perNode ? PeerRank.Node : PeerRank.Global);
            }
            else if (spec.AllowedPeerCidr is { } range)
            {
                AddRange(key.Name, spec, range, stored, perNode ? PeerRank.Node : PeerRank.Global);
            }
            else if (spec.PeerSelector is { } selector)
            {
                foreach (NodeResource other in OtherNodes().Where(node => selector.Evaluate(LabelsOf(node))))
                {
                    AddNode(key.Name, other, spec, stored, perNode ? PeerRank.Node : PeerRank.Global);
                }
            }
            else if (spec.Interface is not null)
            {
                AddLink(key.Name, spec, stored, perNode ? PeerRank.Node : PeerRank.Global);
            }
            else
            {
                Report(stored, Severity.Error, "spec", "localWorkloadSelector is not supported by this version of bgpnode; the peer is left out");
            }
        }
    }

    // A BGPPeer on other nodes whose peer is this one implies our half of the session, unless it says Manual.
    private void AddReversePeers()
    {
        foreach ((ResourceKey key, StoredResource stored) in _intent.Of(ResourceKind.BGPPeer))
        {
            BgpPeerSpec spec = ((BgpPeerResource)stored.Resource).Spec;
            if (spec.ReversePeering == ReversePeering.Manual || !IsAboutUs(spec))
            {
                continue;
            }

            // What describes the writer's end is the other end here: its AS number, who waits for whom, who is whose client or customer.
            BgpPeerSpec ours = spec with
            {
                PeerPort = null,
                AsNumber = spec.LocalAsNumber,
                LocalAsNumber = null,
                Passive = null,
                RouteReflectorClient = null,
                Role = Counterpart(spec.Role),
            };
            foreach (NodeResource other in OtherNodes().Where(node => AppliesTo(spec, node.Metadata.Name, LabelsOf(node))))
            {
                AddNode(key.Name, other, ours, stored, PeerRank.Implied);
            }
        }
    }

    private static PeerRole? Counterpart(PeerRole? role) => role switch
    {
        PeerRole.Provider => PeerRole.Customer,
        PeerRole.Customer => PeerRole.Provider,
        PeerRole.RouteServer => PeerRole.RouteServerClient,
        PeerRole.RouteServerClient => PeerRole.RouteServer,
        _ => role,
    };

    private bool IsAboutUs(BgpPeerSpec spec) => spec.PeerSelector is { } selector
        ? _node is not null && selector.Evaluate(LabelsOf(_node))
        : spec.PeerAddress is { } address
            && AddressesOf(_node).Contains(address)
            && (spec.AsNumber is null || spec.AsNumber == _as)
            && (spec.PeerPort is null || spec.PeerPort == ListenPortOf(_name));

    private void AddAddress(string name, BgpPeerSpec spec, Address address, StoredResource stored, PeerRank rank)
    {
        if (AddressesOf(_node).Contains(address))
        {
            return; // a global peer that is this very node
        }

        NodeResource? other = OtherNodes().FirstOrDefault(node => AddressesOf(node).Contains(address));
        FamilySet families = spec.Families.Count > 0 ? FamiliesOf(spec.Families) : FamilySet.Both;
        AsNumber remote = spec.AsNumber ?? (other is null ? _bgp.AsNumber ?? BgpDefaults.ClusterAs : BgpDefaults.AsOf(other, _bgp));
        Add(new PeerWish(name, spec, address, remote, families, other, stored, rank, IsAddress: true));
    }

    private void AddNode(string name, NodeResource other, BgpPeerSpec spec, StoredResource? stored, PeerRank rank)
    {
        foreach (Address address in AddressesOf(other))
        {
            if (spec.PeerAddress is { } one && one.Family != address.Family)
            {
                continue; // the other half of a session with an address has that address's family
            }

            // One session for each family, as Calico's nodes have it.
            FamilySet families = spec.Families.Count > 0 ? FamiliesOf(spec.Families)
                : spec.PeerAddress is not null ? FamilySet.Both
                : FamilySet.None.With(address.Family);
            string suffix = address.Family == Family.IPv6 ? "-v6" : "";
            AsNumber remote = spec.AsNumber ?? BgpDefaults.AsOf(other, _bgp);
            Add(new PeerWish($"{name}-{other.Metadata.Name}{suffix}", spec, address, remote, families, other, stored, rank, IsAddress: false));
        }
    }

    private void Add(PeerWish wish)
    {
        (BgpPeerSpec spec, Address address, NodeResource? other) = (wish.Spec, wish.Address, wish.Other);
        ushort port = spec.PeerPort ?? (other is null ? BgpDefaults.Port : ListenPortOf(other.Metadata.Name));
        if (_byRemote.TryGetValue((address, port, spec.Interface), out PeerWish? taken))
        {
            if (taken.Rank > wish.Rank)
            {
                return;
            }

            if (taken.Rank == wish.Rank && taken.IsAddress && wish.IsAddress)
            {
                Report(taken, Severity.Warning, "spec.peerIP", $"has the same address or link as BGPPeer {wish.Name}, which stands; give them different addresses or nodes, or delete one");
            }

            _peers.Remove(taken.Name);
        }

        Put(wish, Session(wish, port));
    }

    // Unnumbered: the link says who it is, its router advertisements say where. Without asNumber any AS but ours will do.
    private void AddLink(string name, BgpPeerSpec spec, StoredResource stored, PeerRank rank)
    {
        FamilySet families = spec.Families.Count > 0 ? FamiliesOf(spec.Families) : FamilySet.Both;
        Add(new PeerWish(name, spec, Address.V6(UInt128.Zero), spec.AsNumber, families, null, stored, rank, IsAddress: true));
    }

    // Whoever connects says its AS: without asNumber any but ours will do. Of two ranges of one prefix the more specific resource stands.
    private void AddRange(string name, BgpPeerSpec spec, Prefix prefix, StoredResource stored, PeerRank rank)
    {
        FamilySet families = spec.Families.Count > 0 ? FamiliesOf(spec.Families) : FamilySet.Both;
        var wish = new PeerWish(name, spec, prefix.Address, spec.AsNumber, families, null, stored, rank, IsAddress: true);
        if (_byRange.TryGetValue(prefix, out PeerWish? taken) && taken.Rank == rank)
        {
            Report(taken, Severity.Warning, "spec.allowedPeerCIDR", $"is also that of BGPPeer {name}, which stands; give them different ranges or nodes, or delete one");
        }

        _byRange[prefix] = wish;
        _ranges[prefix] = new PeerRange(prefix, Session(wish, BgpDefaults.Port) with { Passive = true });
    }

    // The name of a BGPPeer with an address is its user's, and unique; a name that we made gives way to another one.
    private void Put(PeerWish wish, PeerConfig peer)
    {
        bool isTaken = _peers.TryGetValue(wish.Name, out PeerConfig? holder);
        if (isTaken && !wish.IsAddress)
        {
            string longer = $"{wish.Name}-{wish.Address}";
            Put(wish with { Name = longer }, peer with { Name = longer });
            return;
        }

        _peers[wish.Name] = peer;
        PeerWish? displaced = isTaken ? _byRemote[(holder!.RemoteAddress, (ushort)holder.RemotePort, holder.Interface)] : null;
        _byRemote[(peer.RemoteAddress, (ushort)peer.RemotePort, peer.Interface)] = wish;
        if (displaced is not null)
        {
            Put(displaced, holder!);
        }
    }

    private IEnumerable<NodeResource> OtherNodes() =>
        _intent.All<NodeResource>(ResourceKind.Node).Where(node => node.Metadata.Name != _name);

    private ushort ListenPortOf(string node) => BgpDefaults.Of(_intent, node).ListenPort ?? BgpDefaults.Port;

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
