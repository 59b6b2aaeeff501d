using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore.Etcd;

/// <summary>
/// How far each watch has come. One number for all would lose events: after a break one kind's watch may be behind the
/// others'.
/// </summary>
internal sealed class WatchCursor(EtcdList list)
{
    private readonly long[] _next = [.. ResourceKinds.All.Select(_ => list.Revision + 1)];

    public ulong ClusterId { get; } = list.ClusterId;

    public ulong RaftTerm { get; } = list.RaftTerm;

    /// <summary>The newest revision seen.</summary>
    public long Highest => _next.Max() - 1;

    /// <summary>The revision from which a kind's watch goes on.</summary>
    public long Next(ResourceKind kind) => _next[(int)kind];

    public void Advance(ResourceKind kind, long revision) => _next[(int)kind] = Math.Max(_next[(int)kind], revision + 1);
}
