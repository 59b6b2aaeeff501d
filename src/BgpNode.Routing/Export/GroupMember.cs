using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using BgpNode.Net;
using BgpNode.Routing.Rib;

namespace BgpNode.Routing.Export;

/// <summary>
/// A neighbour's place in the log of its update group. The owner of the RIB moves it between logs; the writer of its session,
/// and nobody else, reads.
/// </summary>
internal sealed class GroupMember(RibSource source, ExportKey key, Action wake, Action drained)
{
    private readonly ConcurrentQueue<(OutChunk From, OutChunk To)> _turns = new();
    private readonly int[] _ownSent = new int[2];
    private readonly long[] _withdrawn = new long[2];
    private (OutChunk From, OutChunk To)? _turn; // the reader's, out of the queue: what a queue has shown before it gave it up, it keeps
    private OutChunk _chunk = null!;
    private int _segment;
    private int _offset;
    private long _appended;
    private long _consumed;
    private long _watchBelow = -1;

    public RibSource Source { get; } = source;

    /// <summary>What it is to be sent, and how.</summary>
    public ExportKey Key { get; set; } = key;

    /// <summary>The group it is in.</summary>
    public UpdateGroup Group { get; set; } = null!;

    /// <summary>Octets of the log that it has not passed yet, those for others included.</summary>
    public long Backlog => Volatile.Read(ref _appended) - Volatile.Read(ref _consumed);

    /// <summary>Prefixes that it has from us.</summary>
    public int Sent(Family family) => Group.SentCount(family) - _ownSent[(int)family];

    /// <summary>Withdrawn prefixes that were packed for it.</summary>
    public long Withdrawn(Family family) => _withdrawn[(int)family];

    /// <summary>
    /// Whole messages for this member, in order, from one chunk: at most <paramref name="maxBytes"/> octets, one message if that
    /// is longer. They stay readable until <see cref="Advance"/>.
    /// </summary>
    public bool TryRead(int maxBytes, out ReadOnlySequence<byte> messages)
    {
        while (true)
        {
            OutChunk chunk = _chunk;

            // The owner publishes segments, then enqueues a turn, then sets Next: to be read in the other order.
            OutChunk? next = chunk.Next;
            if (_turn is null && _turns.TryDequeue(out (OutChunk From, OutChunk To) turn))
            {
                _turn = turn;
            }

            bool turns = _turn?.From == chunk;
            next = turns ? _turn!.Value.To : next;
            ReadOnlySpan<OutSegment> segments = chunk.Published;
            if (FindRun(segments, out int end))
            {
                messages = new ReadOnlySequence<byte>(chunk.Buffer, _offset, Cut(chunk.Buffer, _offset, end, maxBytes));
                return true;
            }

            if (next is null)
            {
                messages = default;
                return false;
            }

            if (turns)
            {
                _turn = null;
            }

            (_chunk, _segment, _offset) = (next, 0, 0);
        }
    }

    /// <summary>The first octets of what was read, whole messages, are on their way.</summary>
    public void Advance(long bytes)
    {
        _offset += (int)bytes;
        Consume(bytes);
    }

    /// <summary>Begins with what this log gets next.</summary>
    public void Enter(OutLog log) => _chunk = log.Tail;

    /// <summary>Goes on in another log when everything in this one has been read. Both must be sealed where they are.</summary>
    public void TurnFrom(OutChunk from, OutChunk to) => _turns.Enqueue((from, to));

    /// <summary>The group's log grew: the writer has something to look at.</summary>
    public void Appended(long bytes)
    {
        Volatile.Write(ref _appended, _appended + bytes);
        wake();
    }

    /// <summary>Tells the owner once when the backlog falls below a limit.</summary>
    public void WatchBelow(long limit)
    {
        Volatile.Write(ref _watchBelow, limit);
        CheckWatch();
    }

    public void CountOwn(Family family, int change) => _ownSent[(int)family] += change;

    public void CountWithdrawn(Family family, long count) => _withdrawn[(int)family] += count;

    public void ResetOwn(Family family, int count) => _ownSent[(int)family] = count;

    // The next octets that are for us and lie together, skipping what is for others.
    private bool FindRun(ReadOnlySpan<OutSegment> segments, out int end)
    {
        for (; _segment < segments.Length; _segment++)
        {
            OutSegment segment = segments[_segment];
            if (segment.End <= _offset)
            {
                continue;
            }

            if (!segment.IsFor(Source.Index))
            {
                Consume(segment.End - _offset);
                _offset = segment.End;
                continue;
            }

            end = segment.End;
            for (int i = _segment + 1; i < segments.Length && segments[i].IsFor(Source.Index); i++)
            {
                end = segments[i].End;
            }

            return true;
        }

        end = 0;
        return false;
    }

    private void Consume(long bytes)
    {
        Volatile.Write(ref _consumed, _consumed + bytes);
        CheckWatch();
    }

    private void CheckWatch()
    {
        Interlocked.MemoryBarrier(); // the limit or the backlog that the other side just wrote must be seen
        long limit = Volatile.Read(ref _watchBelow);
        if (limit >= 0 && Backlog <= limit && Interlocked.CompareExchange(ref _watchBelow, -1, limit) == limit)
        {
            drained();
        }
    }

    private static int Cut(byte[] buffer, int begin, int end, int maxBytes)
    {
        if (end - begin <= maxBytes)
        {
            return end - begin;
        }

        int position = begin;
        int next = begin + MessageLength(buffer, begin);
        do
        {
            position = next;
            next = position < end ? position + MessageLength(buffer, position) : int.MaxValue;
        }
        while (next - begin <= maxBytes);
        return position - begin;
    }

    private static int MessageLength(byte[] buffer, int offset) => BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(offset + 16));
}
