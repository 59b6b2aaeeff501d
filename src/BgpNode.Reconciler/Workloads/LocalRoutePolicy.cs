using System.Collections.Immutable;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Desired;
using BgpNode.Reconciler.Intent;
using BgpNode.Routing.Rib;

namespace BgpNode.Reconciler.Workloads;

/// <summary>Which routes one resource gives this node: pure functions of intent.</summary>
internal sealed class LocalRoutePolicy
{
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();

    private readonly string _node;
    private readonly IReadOnlyDictionary<string, string> _labels;
    private readonly IpPoolSpec[] _hidden;
    private readonly (Prefix Cidr, CommunityValue[] Communities)[] _advertisements;

    public LocalRoutePolicy(IntentSnapshot intent, string node)
    {
        _node = node;
        _labels = intent.Find<NodeResource>(ResourceKind.Node, node)?.Metadata.Labels ?? NoLabels;
        _hidden = [.. intent.All<IpPoolResource>(ResourceKind.IPPool).Select(pool => pool.Spec).Where(pool => pool.DisableBgpExport == true)];
        BgpConfigurationSpec bgp = BgpDefaults.Of(intent, node);
        _advertisements = [.. bgp.PrefixAdvertisements.Select(advertisement => (advertisement.Cidr, Values(bgp, advertisement)))];
        Summaries = [.. intent.All<AnnouncementResource>(ResourceKind.Announcement)
            .Where(announcement => announcement.Spec.SummaryOnly == true && IsHere(announcement.Spec))
            .SelectMany(announcement => announcement.Spec.Prefixes)];
    }

    /// <summary>Prefixes that this node announces in place of its workload addresses inside them.</summary>
    public IReadOnlyList<Prefix> Summaries { get; }

    public IReadOnlyList<(Prefix Prefix, LocalRoute Route)> RoutesOf(Resource resource) => resource switch
    {
        WorkloadEndpointResource { Spec: var spec } when spec.Node == _node => [.. spec.IPNetworks.Select(prefix => (prefix, Workload(prefix, spec)))],
        AnnouncementResource { Spec: var spec } when IsHere(spec) => [.. spec.Prefixes.Select(prefix => (prefix, Announced(prefix, spec)))],
        _ => [],
    };

    private bool IsHere(AnnouncementSpec spec) =>
        spec.Node is not null ? spec.Node == _node : spec.NodeSelector is null || spec.NodeSelector.Evaluate(_labels);

    private LocalRoute Workload(Prefix prefix, WorkloadEndpointSpec spec) => new()
    {
        Kind = RouteKind.Workload,
        Interface = spec.InterfaceName,
        Announce = !_hidden.Any(pool => pool.Cidr.Contains(prefix)) && !Summaries.Any(summary => summary.Contains(prefix) && summary != prefix),
        Communities = Standard(CommunitiesFor(prefix, [])),
        LargeCommunities = Large(CommunitiesFor(prefix, [])),
    };

    private LocalRoute Announced(Prefix prefix, AnnouncementSpec spec) => new()
    {
        Kind = spec.Install == AnnouncementInstall.Blackhole ? RouteKind.Blackhole : RouteKind.AnnounceOnly,
        Announce = true,
        Communities = Standard(CommunitiesFor(prefix, spec.Communities)),
        LargeCommunities = Large(CommunitiesFor(prefix, spec.Communities)),
        Med = spec.Med,
    };

    private IEnumerable<CommunityValue> CommunitiesFor(Prefix prefix, IEnumerable<CommunityValue> own) =>
        own.Concat(_advertisements.Where(advertisement => advertisement.Cidr.Contains(prefix)).SelectMany(advertisement => advertisement.Communities)).Distinct();

    // A community is written as a value or by the name that the configuration gives it.
    private static CommunityValue[] Values(BgpConfigurationSpec bgp, PrefixAdvertisement advertisement) =>
    [
        .. advertisement.Communities
            .Select(text => CommunityValue.TryParse(text, out CommunityValue parsed) ? parsed : bgp.Communities.FirstOrDefault(named => named.Name == text)?.Value)
            .OfType<CommunityValue>(),
    ];

    private static ImmutableArray<uint> Standard(IEnumerable<CommunityValue> communities) =>
        [.. communities.Where(community => !community.IsLarge).Select(community => (community.First << 16) | community.Second).Order()];

    private static ImmutableArray<LargeCommunity> Large(IEnumerable<CommunityValue> communities) =>
        [.. communities.Where(community => community.IsLarge).Select(community => new LargeCommunity(community.First, community.Second, community.Third)).Order()];
}
