using System.Text.Json.Nodes;
using System.Threading.Channels;
using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore;

/// <summary>Where intent comes from.</summary>
public interface IDatastore
{
    /// <summary>For people: <c>directory /etc/bgpnode/intent</c>, <c>etcd https://10.0.0.1:2379</c>. Also names the source of a snapshot.</summary>
    string Description { get; }

    /// <summary>Versions that were good before a restart, from the snapshot: they stand in for ones that are wrong now. Set before <see cref="RunAsync"/>.</summary>
    IReadOnlyList<StoredResource> LastGood { get; set; }

    /// <summary>
    /// Follows the store until cancelled: one <see cref="Synced"/> first, then changes. A store that is away is reported and
    /// tried again; nothing but cancellation comes out as an exception. A full channel makes the store wait.
    /// </summary>
    Task RunAsync(ChannelWriter<DatastoreEvent> writer, CancellationToken ct);

    /// <summary>Creates or replaces one resource after judging it. Fields of the stored version that we do not know are kept.</summary>
    ValueTask<ApplyResult> ApplyAsync(JsonObject document, CancellationToken ct);

    /// <summary>Deletes one resource.</summary>
    ValueTask<ApplyResult> DeleteAsync(ResourceKey key, CancellationToken ct);
}
