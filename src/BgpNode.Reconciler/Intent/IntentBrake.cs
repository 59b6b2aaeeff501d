using System.Collections.Immutable;
using BgpNode.Datastore;
using BgpNode.Datastore.Resources;

namespace BgpNode.Reconciler.Intent;

/// <summary>
/// The brake on mass loss. A store that was emptied, restored from an old backup, or is not ours at all says the same as somebody who means
/// it: that most of the intent is gone. What vanishes like that in one step, a list or one revision, stays in force until it is released.
/// Deletions that come one by one are somebody's, however many they are. Pure functions.
/// </summary>
public static class IntentBrake
{
    /// <summary>Fewer than this many of a kind may always go: on a small node half of it is one workload.</summary>
    public const int Floor = 4;

    /// <summary>What forwards packets, and whom we tell: workloads, and neighbours by either resource that makes them.</summary>
    private static readonly ResourceKind[] s_counted = [ResourceKind.WorkloadEndpoint, ResourceKind.BGPPeer, ResourceKind.Node];

    /// <summary>The intent after a whole list, with what must not go yet.</summary>
    /// <param name="before">What was in force.</param>
    /// <param name="listed">What the store has, and nothing else.</param>
    /// <param name="replaced">The store is another one than before: then no loss is too small.</param>
    /// <param name="now">The present time.</param>
    public static IntentSnapshot AfterList(IntentSnapshot before, IntentSnapshot listed, bool replaced, DateTimeOffset now)
    {
        ImmutableDictionary<ResourceKey, StoredResource> held = before.Held?.Resources ?? ImmutableDictionary<ResourceKey, StoredResource>.Empty;
        held = held.RemoveRange(held.Keys.Where(listed.Has).ToArray());
        StoredResource[] lost = Missing(before, listed, held);
        string? why = WhyTooMuch(before, listed, lost, held, replaced);
        return Hold(listed, why is null ? held : held.AddRange(lost.Select(ByKey)), why ?? before.Held?.Why, before.Held?.Since ?? now);
    }

    /// <summary>The intent after one revision of the store, with what must not go yet.</summary>
    /// <param name="before">What was in force before its first change.</param>
    /// <param name="after">What would be in force after its last; what is held already is in it.</param>
    /// <param name="now">The present time.</param>
    public static IntentSnapshot AfterRevision(IntentSnapshot before, IntentSnapshot after, DateTimeOffset now)
    {
        if (before.Count - after.Count < 2)
        {
            return after; // nothing that could be too much, and changes come by the thousand
        }

        ImmutableDictionary<ResourceKey, StoredResource> held = after.Held?.Resources ?? ImmutableDictionary<ResourceKey, StoredResource>.Empty;
        StoredResource[] lost = Missing(before, after, held);
        return WhyTooMuch(before, after, lost, held, replaced: false) is { } why
            ? Hold(after, held.AddRange(lost.Select(ByKey)), why, after.Held?.Since ?? now)
            : after;
    }

    /// <summary>The intent without what was held, and the keys that this takes away.</summary>
    public static IntentSnapshot Release(IntentSnapshot intent, out IReadOnlyCollection<ResourceKey> released)
    {
        released = [.. intent.Held?.Resources.Keys ?? []];
        return released.Aggregate(intent, (now, key) => now.With(key, null)) with { Held = null };
    }

    private static string? WhyTooMuch(
        IntentSnapshot before, IntentSnapshot after, StoredResource[] lost, ImmutableDictionary<ResourceKey, StoredResource> held, bool replaced)
    {
        int known = before.Count - held.Count;
        if (lost.Length >= 2 && lost.Length == known && (after.Count == 0 || after.Count == held.Count))
        {
            return $"everything, {lost.Length} resources";
        }

        string[] kinds =
        [
            .. from kind in s_counted
               let had = before.Of(kind).Count - held.Keys.Count(key => key.Kind == kind)
               let gone = lost.Count(stored => stored.Resource.Kind == kind)
               where gone * 2 > had && (gone >= Floor || replaced)
               select $"{gone} of {had} resources of kind {kind}",
        ];
        return kinds.Length == 0 ? null : string.Join(" and ", kinds);
    }

    private static StoredResource[] Missing(IntentSnapshot before, IntentSnapshot after, ImmutableDictionary<ResourceKey, StoredResource> held) =>
        [.. before.Kinds.Values.SelectMany(kind => kind).Where(entry => !after.Has(entry.Key) && !held.ContainsKey(entry.Key)).Select(entry => entry.Value)];

    private static IntentSnapshot Hold(IntentSnapshot intent, ImmutableDictionary<ResourceKey, StoredResource> held, string? why, DateTimeOffset since) =>
        held.IsEmpty
            ? intent with { Held = null }
            : held.Aggregate(intent, (now, entry) => now.With(entry.Key, entry.Value)) with { Held = new HeldIntent(held, why ?? "", since) };

    private static KeyValuePair<ResourceKey, StoredResource> ByKey(StoredResource stored) => KeyValuePair.Create(stored.Resource.Key, stored);
}
