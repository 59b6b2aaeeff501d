namespace BgpNode.Datastore;

/// <summary>The whole intent: it replaces everything known. Last good versions of bad resources are in <paramref name="All"/>.</summary>
/// <param name="All">Every resource that is in force.</param>
/// <param name="Revision">The store's revision as text, for people and for the snapshot.</param>
/// <param name="Problems">Everything that is wrong now.</param>
public sealed record Synced(IReadOnlyList<StoredResource> All, string Revision, IReadOnlyList<Problem> Problems) : DatastoreEvent
{
    /// <summary>
    /// The store is not the one known before: another cluster id, or a revision that went backwards (restored from a
    /// backup, or started empty). What is missing was perhaps never deleted by anyone.
    /// </summary>
    public bool StoreReplaced { get; init; }
}
