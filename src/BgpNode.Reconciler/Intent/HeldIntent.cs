using System.Collections.Immutable;
using BgpNode.Datastore;
using BgpNode.Datastore.Resources;

namespace BgpNode.Reconciler.Intent;

/// <summary>Resources that the store no longer has and that stay in force until somebody lets them go.</summary>
/// <param name="Resources">What is held; never empty.</param>
/// <param name="Why">What was lost, as the end of "the store lost ...".</param>
/// <param name="Since">When it was.</param>
public sealed record HeldIntent(ImmutableDictionary<ResourceKey, StoredResource> Resources, string Why, DateTimeOffset Since)
{
    /// <summary>This without a resource that the store has again; null when that was the last.</summary>
    public HeldIntent? Without(ResourceKey key) =>
        !Resources.ContainsKey(key) ? this : Resources.Count == 1 ? null : this with { Resources = Resources.Remove(key) };
}
