using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;

namespace BgpNode.Reconciler.Desired;

/// <summary>A rule's <c>operations</c>, applied in order.</summary>
internal sealed class RouteOperations(EquatableList<BgpFilterOperation> operations) : IRouteChange
{
    public bool SetsMed { get; } = operations.Any(operation => operation is BgpFilterOperation.SetMed);

    public bool SetsNextHop { get; } = operations.LastOrDefault(operation => operation is BgpFilterOperation.SetNextHop) is BgpFilterOperation.SetNextHop { Value: not null };

    /// <summary>A priority is a kernel metric, lower is better; as LOCAL_PREF it is counted down from the top, as in Calico.</summary>
    public static uint LocalPreferenceOf(int priority) => (uint)(int.MaxValue - priority);

    public PathAttributes Apply(PathAttributes attributes)
    {
        foreach (BgpFilterOperation operation in operations)
        {
            attributes = Apply(operation, attributes);
        }

        return attributes;
    }

    private static PathAttributes Apply(BgpFilterOperation operation, PathAttributes route) => operation switch
    {
        BgpFilterOperation.AddCommunity { Value: var value } => Without(route, value) is var rest && value.IsLarge
            ? rest with { LargeCommunities = [.. rest.LargeCommunities.Add(Large(value)).Order()] }
            : rest with { Communities = rest.Communities.Add(Standard(value)).Sort() },
        BgpFilterOperation.RemoveCommunity { Value: var value } => Without(route, value),
        BgpFilterOperation.PrependAsPath { Prefix: var numbers } => route with { AsPath = Prepend(route.AsPath, numbers) },
        BgpFilterOperation.SetMed { Value: var med } => route with { Med = med },
        BgpFilterOperation.SetLocalPreference { Value: var preference } => route with { LocalPref = preference },
        BgpFilterOperation.SetPriority { Value: var priority } => route with { LocalPref = LocalPreferenceOf(priority) },
        BgpFilterOperation.SetNextHop { Value: var nextHop } => route with { NextHop = nextHop, LinkLocalNextHop = null },
        _ => route,
    };

    private static PathAttributes Without(PathAttributes route, CommunityValue value) => value.IsLarge
        ? route with { LargeCommunities = route.LargeCommunities.Remove(Large(value)) }
        : route with { Communities = route.Communities.Remove(Standard(value)) };

    // The first number of the list is the first of the path.
    private static AsPath Prepend(AsPath path, EquatableList<AsNumber> numbers)
    {
        for (int i = numbers.Count - 1; i >= 0; i--)
        {
            path = path.Prepend(numbers[i]);
        }

        return path;
    }

    private static uint Standard(CommunityValue value) => (value.First << 16) | value.Second;

    private static LargeCommunity Large(CommunityValue value) => new(value.First, value.Second, value.Third);
}
