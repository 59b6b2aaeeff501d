using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Validation;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Export;
using BgpNode.Routing.Import;
using BgpNode.Routing.Policy;
using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <summary>
/// An established neighbour. Its session calls the public side, which only puts work into the loop's inbox; everything else
/// runs on the loop's thread.
/// </summary>
internal sealed partial class RibPeer : IRibPeer
{
    private readonly RibLoop _loop;
    private readonly RibTables _tables;
    private readonly PeerUp _up;
    private readonly PeerOutput _output = new();
    private readonly AttributeRules _rules;
    private readonly ushort _rulesClass;
    private ImportRules _import;
    private RouteFilter? _filter;
    private bool _gone;

    /// <param name="loop">Its owner.</param>
    /// <param name="tables">Where its routes are.</param>
    /// <param name="lanes">Its sources, which have their columns.</param>
    /// <param name="up">Who it is.</param>
    /// <param name="rulesClass">Stands for <paramref name="rules"/> where attributes are looked up.</param>
    /// <param name="rules">What its octets mean.</param>
    public RibPeer(RibLoop loop, RibTables tables, PeerLanes lanes, PeerUp up, ushort rulesClass, AttributeRules rules)
    {
        _loop = loop;
        _tables = tables;
        _up = up;
        _rules = rules;
        _rulesClass = rulesClass;
        Policy = up.Policy;
        Lanes = lanes;
        Member = new GroupMember(lanes.First, KeyOf(up.Policy), _output.Wake, loop.Wake);
        _output.Member = Member;
        _import = ImportOf(up.Policy);
        _filter = RouteFilter.OfImport(up.Policy.ImportFilter, tables.Attributes, isExternal: !up.Agreement.IsInternal);
        _acceptAtMost = AcceptAtMost(up.Policy);
    }

    public IOutput Output => _output;

    public PeerCounters Counters { get; } = new();

    public string Name => _up.PeerName;

    public PeerPolicy Policy { get; private set; }

    /// <summary>The neighbour's first source: its only one, unless it sends several paths for a prefix.</summary>
    public RibSource Source => Lanes.First;

    public PeerLanes Lanes { get; }

    public GroupMember Member { get; }

    public Agreement Agreement => _up.Agreement;

    /// <summary>The source that a neighbour is, still without a number.</summary>
    public static RibSource SourceOf(PeerUp up) =>
        new(0, KindOf(up.Agreement, up.Policy), up.PeerName, up.Agreement.PeerId, up.PeerAddress, up.PeerInterfaceIndex)
        {
            PathIds = up.Agreement.AddPathReceive,
            InstallsBlackholes = up.Policy.InstallBlackholes,
        };

    public ValueTask UpdatesAsync(UpdateBatch batch, CancellationToken ct) => _loop.PostAsync(new RibWork(() => Process(batch), this), ct);

    // Without the capability the octet means nothing (RFC 2918 §3); with it, subtypes that we do not know are for others (RFC 7313 §5).
    public ValueTask RefreshRequestedAsync(Family family, byte subtype, CancellationToken ct) => (Agreement.EnhancedRouteRefresh ? subtype : RouteRefreshMessage.Request) switch
    {
        RouteRefreshMessage.Request => _loop.PostAsync(new RibWork(() => Refresh(family), this), ct),
        RouteRefreshMessage.Begin => _loop.PostAsync(new RibWork(() => BeginRefresh(family), this), ct),
        RouteRefreshMessage.End => _loop.PostAsync(new RibWork(() => EndRefresh(family), this), ct),
        _ => ValueTask.CompletedTask,
    };

    public ValueTask PolicyChangedAsync(PeerPolicy policy, CancellationToken ct) => _loop.PostAsync(new RibWork(() => Change(policy), this), ct);

    public async ValueTask DownAsync(FamilySet keep)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _loop.PostAsync(new RibWork(() => { _loop.PeerDown(this, keep); gone.SetResult(); }), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            return; // the loop has stopped, and the RIB with it
        }

        await gone.Task.ConfigureAwait(false);
    }

    /// <summary>Asks the session to end, once; what it still sends is ignored.</summary>
    public void Fail(ProtocolError error)
    {
        if (!_gone)
        {
            _gone = true;
            _up.Fail(error);
        }
    }

    /// <summary>The session is over: gives back what this object holds besides its paths.</summary>
    public void Close()
    {
        _gone = true;
        _filter?.Release();
        Remember([], 0);
        ForgetRefreshes();
    }

    public void UpdateCounters()
    {
        foreach (Family family in FamilyExtensions.All)
        {
            FamilyCounters counters = Counters[family];
            FamilyRib rib = _tables[family];
            counters.Accepted = Lanes.Accepted(rib);
            counters.Filtered = Lanes.Refused(rib);
            counters.Received = counters.Accepted + counters.Filtered;
            counters.Level = _watches[(int)family].Level;
            counters.Sent = Member.Sent(family);
            counters.WithdrawsSent = Member.Withdrawn(family);
        }
    }

    /// <summary>Why import refuses a set of this neighbour.</summary>
    public ImportRefusal Judge(int setId) => _import.Judge(_tables.Attributes[setId]);

    /// <summary>The set that the import filter lets a route in with, 0 when it refuses; where no rule matches, its own.</summary>
    public int Admit(int setId, Prefix prefix)
    {
        FilterVerdict verdict = _filter?.Judge(setId, prefix, isLearned: true) ?? default;
        return verdict.Rule is null ? setId : verdict.Accepts ? _filter!.Changed(setId, prefix.Family, verdict.Change) : 0;
    }

    /// <summary>Why a received route is not used, in words.</summary>
    public string WhyRefused(int setId, Prefix prefix)
    {
        _filter?.Forget();
        FilterVerdict verdict = _filter?.Judge(setId, prefix, isLearned: true) ?? default;
        return RibWords.Of(Judge(setId))
            ?? (verdict is { Rule: { } rule, Accepts: false } ? $"refused by filter {rule}"
            : Blocks(prefix.Family) ? $"not used: the neighbour has reached its limit of {Policy.MaxPrefixes} prefixes"
            : "refused: with what a filter adds, its attributes are too long");
    }

    public bool Handles(Family family) => Agreement.Families.Has(family);

    private void Change(PeerPolicy policy)
    {
        if (_gone || policy == Policy)
        {
            return;
        }

        if (OtherLimit(policy))
        {
            _watches = [new(), new()];
        }

        Policy = policy;
        _acceptAtMost = AcceptAtMost(policy);
        _import = ImportOf(policy);
        _filter?.Release();
        _filter = RouteFilter.OfImport(policy.ImportFilter, _tables.Attributes, isExternal: !Agreement.IsInternal);
        RibSource source = Source with { Kind = KindOf(policy), InstallsBlackholes = policy.InstallBlackholes };
        bool otherKind = source != Source;
        if (otherKind)
        {
            Lanes.Change(source.Kind, source.InstallsBlackholes);
        }

        foreach (Family family in FamilyExtensions.All)
        {
            ImportAgain(_tables[family], otherKind);
            CheckLimit(family);
        }

        _loop.Groups.ChangeKey(Member, KeyOf(policy));
    }

    // From the routes as received: a neighbour is not asked to send anything again.
    private void ImportAgain(FamilyRib rib, bool touch)
    {
        _watches[(int)rib.Family].Blocks = false;
        var accepted = new Dictionary<int, bool>();
        foreach (RibSource lane in Lanes.All)
        {
            ImportAgain(rib, lane, touch, inUse: true, accepted); // what is in use goes before what waits for room
        }

        foreach (RibSource lane in Lanes.All)
        {
            ImportAgain(rib, lane, touch, inUse: false, accepted);
        }
    }

    private void ImportAgain(FamilyRib rib, RibSource lane, bool touch, bool inUse, Dictionary<int, bool> accepted)
    {
        for (int id = rib.NextFrom(lane.Index, 0); id >= 0; id = rib.NextFrom(lane.Index, id + 1))
        {
            if ((rib.AcceptedFrom(lane.Index, id) != 0) != inUse)
            {
                continue;
            }

            int set = rib.ReceivedFrom(lane.Index, id);
            if (!accepted.TryGetValue(set, out bool accepts))
            {
                accepts = Judge(set) == ImportRefusal.None;
                accepted.Add(set, accepts);
            }

            rib.Announce(lane, id, set, WithinLimit(rib, lane, id, accepts ? Admit(set, rib.PrefixOf(id)) : 0));
            if (touch)
            {
                rib.Touch(id);
            }
        }
    }

    private SourceKind KindOf(PeerPolicy policy) => KindOf(Agreement, policy);

    private static SourceKind KindOf(Agreement agreement, PeerPolicy policy) => !agreement.IsInternal ? SourceKind.Ebgp
        : policy.RouteReflectorClient ? SourceKind.IbgpClient
        : SourceKind.Ibgp;

    private ImportRules ImportOf(PeerPolicy policy) => new()
    {
        LocalAs = Agreement.LocalAs,
        PeerAs = Agreement.PeerAs,
        LocalId = Agreement.LocalId,
        ClusterId = _loop.ClusterIdFor(Agreement),
        Role = Agreement.Role,
        OwnAddresses = _up.LocalAddressOtherFamily is { } other ? [_up.LocalAddress, other] : [_up.LocalAddress],
        Policy = policy,
    };

    private ExportKey KeyOf(PeerPolicy policy) => new()
    {
        Kind = KindOf(policy),
        LocalAs = Agreement.LocalAs,
        ClusterId = _loop.ClusterIdFor(Agreement),
        Role = Agreement.Role,
        Families = Agreement.Families,
        AddPath = Agreement.AddPathSend,
        FourOctetAs = Agreement.FourOctetAs,
        ExtendedNextHop = Agreement.ExtendedNextHop,
        MaxMessageLength = Agreement.MaxMessageLength,
        Scope = policy.Export,
        Filter = policy.ExportFilter,
        NextHopMode = policy.NextHopMode,
        SelfV4 = Self(Family.IPv4),
        SelfV6 = Self(Family.IPv6),
    };

    private Address? Self(Family family) => _up.LocalAddress.Family == family ? _up.LocalAddress
        : _up.LocalAddressOtherFamily is { } other && other.Family == family ? other
        : null;
}
