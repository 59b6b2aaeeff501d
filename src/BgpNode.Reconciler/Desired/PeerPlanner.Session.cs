using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Bfd;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Bfd;
using BgpNode.Speaker.Peers;

namespace BgpNode.Reconciler.Desired;

// What a session with a neighbour is like.
public sealed partial class PeerPlanner
{
    private static readonly PeerPolicy DefaultPolicy = new();

    private PeerConfig Session(PeerWish wish, ushort port)
    {
        BgpPeerSpec spec = wish.Spec;
        foreach (string field in UnsupportedFields.Of(spec))
        {
            Report(wish, Severity.Warning, $"spec.{field}", "is not supported by this version of bgpnode; the session runs without it");
        }

        AsNumber local = spec.LocalAsNumber ?? _as;
        PeerKey? key = KeyOf(wish, out bool unusable);
        return new PeerConfig
        {
            Name = wish.Name,
            RemoteAddress = wish.Address,
            RemotePort = port,
            Interface = spec.Interface,
            RemoteAs = wish.Remote,
            LocalAs = local,
            RouterId = _routerId,
            HoldTime = spec.HoldTime ?? _bgp.DefaultHoldTime ?? BgpDefaults.HoldTime,
            KeepaliveTime = spec.KeepaliveTime,
            ConnectRetryTime = spec.ConnectRetryTime ?? BgpDefaults.ConnectRetryTime,
            Passive = spec.Passive ?? false,
            LocalAddress = SourceFor(spec, wish.Address),
            Families = wish.Families,
            TtlSecurityHops = spec.TtlSecurity is > 0 and byte hops ? hops : null,
            ExtendedMessages = spec.ExtendedMessages ?? true,
            // Without an IPv4 address on the link there is no other way for IPv4 routes (RFC 8950).
            ExtendedNextHop = spec.ExtendedNextHop ?? wish.Address.IsUnspecified,
            Bfd = BfdOf(spec.Bfd),
            RestartTime = spec.GracefulRestart is { Enabled: false } ? null : spec.GracefulRestart?.RestartTime ?? spec.MaxRestartTime ?? BgpDefaults.RestartTime,
            AddPaths = (AddPathMode)(int)(spec.AddPaths ?? AddPathsMode.None), // the bits of RFC 7911 §4, in both
            Role = RoleOf(wish, isInternal: local == wish.Remote),
            RequireRole = local != wish.Remote && (spec.RequireRole ?? false),
            Key = key,
            Disabled = unusable || (spec.Disabled ?? false),
            ShutdownMessage = spec.ShutdownMessage,
            Policy = PolicyOf(wish, isInternal: local == wish.Remote),
        };
    }

    // RFC 9234 §3: relations are between AS numbers.
    private BgpRole? RoleOf(PeerWish wish, bool isInternal)
    {
        if (wish.Spec.Role is not null && isInternal)
        {
            Report(wish, Severity.Warning, "spec.role", "has no effect: the peer is of the node's own AS");
        }

        return isInternal ? null : wish.Spec.Role switch
        {
            PeerRole.Provider => BgpRole.Provider,
            PeerRole.Customer => BgpRole.Customer,
            PeerRole.RouteServer => BgpRole.RouteServer,
            PeerRole.RouteServerClient => BgpRole.RouteServerClient,
            PeerRole.Peer => BgpRole.Peer,
            _ => null,
        };
    }

    // A link-local neighbour is reached from a link-local address of its link, which the kernel knows and intent does not.
    private Address? SourceFor(BgpPeerSpec spec, Address peer) => spec.SourceAddress == SourceAddressMode.None || (peer.Family == Family.IPv6 && (peer.IsLinkLocal || peer.IsUnspecified))
        ? null
        : AddressesOf(_node).Cast<Address?>().FirstOrDefault(own => own!.Value.Family == peer.Family);

    // A session whose key is missing must not run without one.
    private PeerKey? KeyOf(PeerWish wish, out bool unusable)
    {
        PeerKey? key = null;
        (string Field, string? Message) problem = default;
        if (wish.Spec.PasswordFile is { } file)
        {
            key = _readPassword(file, out string? unreadable);
            problem = ("passwordFile", unreadable);
        }
        else if (wish.Spec.TcpAo is { } ao)
        {
            key = AoKeysOf(ao, out string? unreadable);
            problem = ("tcpAO.keys", unreadable);
        }
        else if (wish.Spec.Password is not null)
        {
            problem = wish.Rank == PeerRank.Mesh
                ? ("nodeMeshPassword", "secretKeyRef cannot be read without Kubernetes; write BGPPeers with peerSelector and passwordFile instead of the mesh")
                : ("password", "secretKeyRef cannot be read without Kubernetes; write passwordFile");
        }

        unusable = problem.Message is not null;
        if (unusable)
        {
            Report(wish, Severity.Error, $"spec.{problem.Field}", $"{problem.Message}; the peer stays down");
        }

        return key;
    }

    private AoKeys? AoKeysOf(TcpAoSpec spec, out string? problem)
    {
        List<AoKey> keys = [];
        foreach (TcpAoKeySpec key in spec.Keys)
        {
            if (_readPassword(key.KeyFile, out problem) is not { } secret)
            {
                return null;
            }

            keys.Add(new AoKey(key.SendId, key.ReceiveId, key.Algorithm == TcpAoAlgorithm.Aes128Cmac ? AoAlgorithm.Aes128Cmac : AoAlgorithm.HmacSha1, secret));
        }

        problem = null;
        return new AoKeys(keys);
    }

    private static BfdConfig? BfdOf(BfdSpec? spec) => spec is not { Enabled: not false } ? null : new BfdConfig(
        new BfdTimers((uint)(spec.MinTx ?? BgpDefaults.BfdInterval).TotalMicroseconds, (uint)(spec.MinRx ?? BgpDefaults.BfdInterval).TotalMicroseconds, spec.Multiplier ?? 3),
        spec.Multihop ?? false);

    private PeerPolicy PolicyOf(PeerWish wish, bool isInternal)
    {
        BgpPeerSpec spec = wish.Spec;
        var problems = new List<string>();
        var warnings = new List<string>();
        bool mustAsk = !isInternal && _bgp.EbgpRequiresPolicy == Toggle.Enabled;
        IFilter? import = _filters.Compile(spec.Filters, import: true, isInternal, problems, warnings, mustAsk);
        IFilter? export = _filters.Compile(spec.Filters, import: false, isInternal, problems, warnings, mustAsk);
        foreach (string problem in problems)
        {
            Report(wish, Severity.Error, "spec.filters", problem);
        }

        foreach (string warning in warnings)
        {
            Report(wish, Severity.Warning, "spec.filters", warning);
        }

        // RFC 8212 §3: each direction of each family needs a policy of its own.
        return new PeerPolicy
        {
            RouteReflectorClient = isInternal && (spec.RouteReflectorClient ?? (_cluster is not null && wish.Other?.Spec.Bgp?.RouteReflectorClusterID != _cluster)),
            NextHopMode = spec.KeepOriginalNextHop == true ? Routing.Policy.NextHopMode.Keep : (Routing.Policy.NextHopMode)(int)(spec.NextHopMode ?? Datastore.Resources.NextHopMode.Auto),
            Export = mustAsk && export is null ? ExportScope.None : isInternal ? ExportScope.All : ExportScope.OwnOnly,
            ImportNone = mustAsk && import is null,
            MaxPrefixes = spec.MaxPrefixes is { Limit: var limit } ? (int)Math.Min(limit, int.MaxValue) : DefaultPolicy.MaxPrefixes,
            OverLimit = spec.MaxPrefixes?.Action switch
            {
                MaxPrefixesAction.Warn => PrefixLimitAction.Warn,
                MaxPrefixesAction.Block => PrefixLimitAction.Block,
                _ => PrefixLimitAction.Restart,
            },
            WarnPercent = spec.MaxPrefixes?.WarnPercent ?? DefaultPolicy.WarnPercent,
            RestartAfter = spec.MaxPrefixes?.RestartAfter ?? DefaultPolicy.RestartAfter,
            InstallBlackholes = spec.InstallBlackholes ?? false,
            AllowOwnAs = spec.NumAllowedLocalAsNumbers ?? 0,
            LocalAs = spec.LocalAsNumber,
            EnforceFirstAs = spec.EnforceFirstAs ?? true,
            ImportFilter = import,
            ExportFilter = export,
        };
    }

    private void Report(PeerWish wish, Severity severity, string path, string message) => Report(wish.Stored, severity, path, message);

    private void Report(StoredResource? stored, Severity severity, string path, string message) =>
        _problems.TryAdd(new Problem(stored?.Source ?? "mesh", 0, 0, path, message) { Severity = severity, Resource = stored?.Resource.Key }, true);
}
