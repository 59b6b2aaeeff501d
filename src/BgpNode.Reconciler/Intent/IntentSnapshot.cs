using System.Collections.Immutable;
using BgpNode.Datastore;
using BgpNode.Datastore.Resources;

namespace BgpNode.Reconciler.Intent;

/// <summary>Everything that is wanted, at one moment. Immutable; whoever holds one sees a consistent intent.</summary>
public sealed record IntentSnapshot
{
    public static readonly IntentSnapshot Empty = new();

    /// <summary>Resources by kind.</summary>
    public ImmutableDictionary<ResourceKind, ImmutableSortedDictionary<ResourceKey, StoredResource>> Kinds { get; init; } =
        ImmutableDictionary<ResourceKind, ImmutableSortedDictionary<ResourceKey, StoredResource>>.Empty;

    /// <summary>The store's revision as text; empty before the first list.</summary>
    public string Revision { get; init; } = "";

    /// <summary>Taken from the last good intent on disk because the store has not answered yet.</summary>
    public bool FromDisk { get; init; }

    /// <summary>The store has been listed since start.</summary>
    public bool Synced { get; init; }

    /// <summary>The store can be followed now.</summary>
    public bool Connected { get; init; }

    /// <summary>Why it cannot, in words.</summary>
    public string? DisconnectReason { get; init; }

    /// <summary>What the store finds wrong with its resources.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>What the store lost at once and is in force nevertheless; null when the store and the intent are one.</summary>
    public HeldIntent? Held { get; init; }

    /// <summary>When the last change arrived.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Resources in force.</summary>
    public int Count => Kinds.Values.Sum(kind => kind.Count);

    public ImmutableSortedDictionary<ResourceKey, StoredResource> Of(ResourceKind kind) =>
        Kinds.TryGetValue(kind, out ImmutableSortedDictionary<ResourceKey, StoredResource>? resources) ? resources : NoResources;

    public bool Has(ResourceKey key) => Of(key.Kind).ContainsKey(key);

    /// <summary>The resources of one kind, by name.</summary>
    public IEnumerable<T> All<T>(ResourceKind kind)
        where T : Resource => Of(kind).Values.Select(stored => (T)stored.Resource);

    /// <summary>One resource, or null.</summary>
    public T? Find<T>(ResourceKind kind, string name, string @namespace = "")
        where T : Resource => Of(kind).TryGetValue(new ResourceKey(kind, @namespace, name), out StoredResource? stored) ? (T)stored.Resource : null;

    /// <summary>This one with one resource changed, or removed when null.</summary>
    public IntentSnapshot With(ResourceKey key, StoredResource? stored)
    {
        ImmutableSortedDictionary<ResourceKey, StoredResource> kind = Of(key.Kind);
        return this with { Kinds = Kinds.SetItem(key.Kind, stored is null ? kind.Remove(key) : kind.SetItem(key, stored)) };
    }

    /// <summary>This one with exactly these resources.</summary>
    public IntentSnapshot WithAll(IEnumerable<StoredResource> all) => this with
    {
        Kinds = all.GroupBy(stored => stored.Resource.Kind).ToImmutableDictionary(
            group => group.Key,
            group => group.ToImmutableSortedDictionary(stored => stored.Resource.Key, stored => stored, ByName)),
    };

    private static readonly IComparer<ResourceKey> ByName = Comparer<ResourceKey>.Create((a, b) =>
    {
        int byNamespace = string.CompareOrdinal(a.Namespace, b.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(a.Name, b.Name);
    });

    private static readonly ImmutableSortedDictionary<ResourceKey, StoredResource> NoResources =
        ImmutableSortedDictionary.Create<ResourceKey, StoredResource>(ByName);
}
