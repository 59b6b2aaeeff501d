using BgpNode.Datastore;

namespace BgpNode.Reconciler.Intent;

/// <summary>Somebody lets go what the brake holds; how many resources those were is the answer.</summary>
internal sealed record ReleaseAsked(TaskCompletionSource<int> Released) : DatastoreEvent;
