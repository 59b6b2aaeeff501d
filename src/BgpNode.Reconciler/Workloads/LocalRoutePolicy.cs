using System.Collections.Immutable;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
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
    private readonly (Prefix Cidr, ImmutableArray<uint> Communities)[] _advertisements;

    public LocalRoutePolicy(IntentSnapshot intent, string node)
    {
        _node = node;
        _labels = intent.Find<NodeResource>(ResourceKind.Node, node)?.Metadata.Labels ?? NoLabels;
        _hidden = [.. intent.All<IpPoolResource>(ResourceKind.IPPool).Select(pool => pool.Spec).Where(pool => pool.DisableBgpExport == true)];
        BgpConfigurationSpec bgp = BgpDefaults.Of(intent, node);
        _advertisements = [.. bgp.PrefixAdvertisements.Select(advertisement => (advertisement.Cidr, Values(bgp, advertisement)))];
    }

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
        Announce = !_hidden.Any(pool => pool.Cidr.Contains(prefix)),
        Communities = CommunitiesFor(prefix, []),
    };

    private LocalRoute Announced(Prefix prefix, AnnouncementSpec spec) => new()
    {
        Kind = spec.Install == AnnouncementInstall.Blackhole ? RouteKind.Blackhole : RouteKind.AnnounceOnly,
        Announce = true,
        Communities = CommunitiesFor(prefix, spec.Communities.Where(community => !community.IsLarge).Select(Standard)),
        Med = spec.Med,
    };

    private ImmutableArray<uint> CommunitiesFor(Prefix prefix, IEnumerable<uint> own) =>
        [.. own.Concat(_advertisements.Where(advertisement => advertisement.Cidr.Contains(prefix)).SelectMany(advertisement => advertisement.Communities)).Distinct().Order()];

    // A community is written as a value or by the name that the configuration gives it.
    private static ImmutableArray<uint> Values(BgpConfigurationSpec bgp, PrefixAdvertisement advertisement)
    {
        ImmutableArray<uint>.Builder values = ImmutableArray.CreateBuilder<uint>();
        foreach (string text in advertisement.Communities)
        {
            CommunityValue? value = CommunityValue.TryParse(text, out CommunityValue parsed)
                ? parsed
                : bgp.Communities.FirstOrDefault(named => named.Name == text)?.Value;
            if (value is { IsLarge: false } standard)
            {
                values.Add(Standard(standard));
            }
        }

        return values.ToImmutable();
    }

    private static uint Standard(CommunityValue community) => (community.First << 16) | community.Second;
}
