using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore;

/// <summary>One resource has a new good version, or is gone.</summary>
/// <param name="Key">Which resource.</param>
/// <param name="Resource">The version now in force; null when it was deleted.</param>
/// <param name="Revision">The store's revision as text.</param>
public sealed record Changed(ResourceKey Key, StoredResource? Resource, string Revision) : DatastoreEvent;
