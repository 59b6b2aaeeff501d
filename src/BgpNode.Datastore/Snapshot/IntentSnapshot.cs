namespace BgpNode.Datastore.Snapshot;

/// <summary>The last good intent, as it was saved.</summary>
/// <param name="Resources">What was in force.</param>
/// <param name="Revision">The store's revision as text.</param>
/// <param name="Source">The datastore's <see cref="IDatastore.Description"/>.</param>
/// <param name="SavedAt">When it was saved.</param>
/// <param name="Problems">Documents that this version of bgpnode judges wrong; they are left out.</param>
public sealed record IntentSnapshot(
    IReadOnlyList<StoredResource> Resources, string Revision, string Source, DateTimeOffset SavedAt, IReadOnlyList<Problem> Problems);
