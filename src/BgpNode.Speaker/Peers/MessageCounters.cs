using BgpNode.Protocol.Wire;

namespace BgpNode.Speaker.Peers;

/// <summary>Messages in one direction by type, since the neighbour was configured. Written by sessions, read by anyone.</summary>
public sealed class MessageCounters
{
    private readonly long[] _counts = new long[(int)MessageType.RouteRefresh + 1];

    public long this[MessageType type] => Volatile.Read(ref _counts[(int)type]);

    public long Total => Enum.GetValues<MessageType>().Sum(type => this[type]);

    internal void Add(MessageType type, long count = 1) => Interlocked.Add(ref _counts[(int)type], count);
}
