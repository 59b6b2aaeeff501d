using System.Collections.Immutable;
using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Reconciler.Intent;
using BgpNode.Routing.Rib;

namespace BgpNode.Reconciler.Workloads;

/// <summary>
/// The routes that this node owns, as they follow from intent: a workload's addresses, and Announcements. Keeps what it told
/// last, so that a change of one endpoint among many thousands costs that one endpoint.
/// </summary>
internal sealed class LocalRouteTable(string node)
{
    private readonly Dictionary<ResourceKey, ImmutableArray<Prefix>> _claims = [];
    private readonly Dictionary<Prefix, SortedList<ResourceKey, LocalRoute>> _claimants = [];
    private readonly Dictionary<Prefix, LocalRoute> _told = [];
    private readonly HashSet<Prefix> _touched = [];
    private readonly HashSet<Prefix> _contested = [];
    private IReadOnlyList<Prefix> _summaries = [];

    /// <summary>Prefixes that more than one resource claims; the first by name has it.</summary>
    public IEnumerable<(Prefix Prefix, ResourceKey Winner, ResourceKey Loser)> Conflicts =>
        _contested.SelectMany(prefix => _claimants[prefix].Keys.Skip(1).Select(loser => (prefix, _claimants[prefix].Keys[0], loser)));

    /// <summary>Which resource stands behind a prefix.</summary>
    public ResourceKey? OwnerOf(Prefix prefix) =>
        _claimants.TryGetValue(prefix, out SortedList<ResourceKey, LocalRoute>? claims) ? claims.Keys[0] : null;

    /// <summary>What differs from the last call.</summary>
    public IReadOnlyList<LocalChange> Apply(IntentSnapshot intent, IReadOnlySet<ResourceKey>? changed)
    {
        bool everything = changed is null || changed.Any(key => key.Kind is not (ResourceKind.WorkloadEndpoint or ResourceKind.Announcement or ResourceKind.BGPPeer or ResourceKind.BGPFilter));
        var policy = new LocalRoutePolicy(intent, node);
        everything |= !policy.Summaries.SequenceEqual(_summaries); // they say something of other resources' routes
        _summaries = policy.Summaries;
        if (everything)
        {
            foreach (ResourceKey gone in _claims.Keys.Where(key => !intent.Of(key.Kind).ContainsKey(key)).ToArray())
            {
                Claim(gone, []);
            }

            foreach (ResourceKind kind in (ReadOnlySpan<ResourceKind>)[ResourceKind.WorkloadEndpoint, ResourceKind.Announcement])
            {
                foreach ((ResourceKey key, StoredResource stored) in intent.Of(kind))
                {
                    Claim(key, policy.RoutesOf(stored.Resource));
                }
            }
        }
        else
        {
            foreach (ResourceKey key in changed!)
            {
                Claim(key, intent.Of(key.Kind).TryGetValue(key, out StoredResource? stored) ? policy.RoutesOf(stored.Resource) : []);
            }
        }

        return Differences();
    }

    private void Claim(ResourceKey key, IReadOnlyList<(Prefix Prefix, LocalRoute Route)> routes)
    {
        if (_claims.Remove(key, out ImmutableArray<Prefix> before))
        {
            foreach (Prefix prefix in before)
            {
                SortedList<ResourceKey, LocalRoute> claims = _claimants[prefix];
                claims.Remove(key);
                if (claims.Count == 0)
                {
                    _claimants.Remove(prefix);
                }

                Touch(prefix, claims.Count);
            }
        }

        if (routes.Count == 0)
        {
            return;
        }

        foreach ((Prefix prefix, LocalRoute route) in routes)
        {
            if (!_claimants.TryGetValue(prefix, out SortedList<ResourceKey, LocalRoute>? claims))
            {
                _claimants[prefix] = claims = new SortedList<ResourceKey, LocalRoute>(1);
            }

            claims[key] = route;
            Touch(prefix, claims.Count);
        }

        _claims[key] = [.. routes.Select(claim => claim.Prefix).Distinct()];
    }

    private void Touch(Prefix prefix, int claims)
    {
        _touched.Add(prefix);
        if (claims > 1)
        {
            _contested.Add(prefix);
        }
        else
        {
            _contested.Remove(prefix);
        }
    }

    private List<LocalChange> Differences()
    {
        List<LocalChange> changes = [];
        foreach (Prefix prefix in _touched)
        {
            LocalRoute? wanted = _claimants.TryGetValue(prefix, out SortedList<ResourceKey, LocalRoute>? claims) ? claims.Values[0] : null;
            LocalRoute? told = _told.GetValueOrDefault(prefix);
            if (Equals(wanted, told))
            {
                continue;
            }

            changes.Add(new LocalChange(prefix, wanted));
            if (wanted is null)
            {
                _told.Remove(prefix);
            }
            else
            {
                _told[prefix] = wanted;
            }
        }

        _touched.Clear();
        return changes;
    }
}
