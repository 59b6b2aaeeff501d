using System.Globalization;
using System.Text.Json.Nodes;
using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore.Etcd;

/// <summary>Makes the document that is stored out of the one that was applied and the one that is there.</summary>
internal static class EtcdMerge
{
    /// <summary>
    /// The applied document, in Calico's stored form: with the identity and the status of the stored one, and those of its
    /// fields that we do not know. A field we do know is gone when the applied document leaves it out.
    /// </summary>
    public static JsonObject Merge(JsonObject applied, ResourceKey key, Judgement? stored, TimeProvider clock)
    {
        JsonObject merged = applied.DeepClone().AsObject();
        JsonObject metadata = merged["metadata"]!.AsObject();
        metadata.Remove("resourceVersion"); // the store's own number, never part of the value
        metadata.Remove("selfLink");
        if (key.Kind.IsNamespaced)
        {
            metadata["namespace"] = key.Namespace;
        }

        JsonObject? before = stored?.Raw;
        metadata["uid"] ??= before?["metadata"]?["uid"]?.DeepClone() ?? Guid.NewGuid().ToString();
        metadata["creationTimestamp"] ??= before?["metadata"]?["creationTimestamp"]?.DeepClone()
            ?? clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (before?["status"] is { } status)
        {
            merged["status"] ??= status.DeepClone();
        }

        foreach (EquatableList<string> path in stored?.UnknownFields ?? [])
        {
            Keep(before!, merged, path);
        }

        return merged;
    }

    private static void Keep(JsonObject before, JsonObject merged, EquatableList<string> path)
    {
        JsonObject? source = before;
        JsonObject? target = merged;
        for (int i = 0; i < path.Count - 1; i++)
        {
            // Items of a list have no identity ("importV4[0]" names no field): a list is the applied one or none.
            source = source?[path[i]] as JsonObject;
            target = target?[path[i]] as JsonObject;
        }

        if (source?[path[^1]] is { } value && target is not null && !target.ContainsKey(path[^1]))
        {
            target[path[^1]] = value.DeepClone();
        }
    }
}
