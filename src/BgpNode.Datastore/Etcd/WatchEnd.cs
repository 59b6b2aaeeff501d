namespace BgpNode.Datastore.Etcd;

/// <summary>Why a watch ended without an error of the connection.</summary>
/// <param name="Relist">Whether everything must be read again, because events are lost or the store is another one.</param>
/// <param name="Reason">In plain words.</param>
internal sealed record WatchEnd(bool Relist, string Reason);
