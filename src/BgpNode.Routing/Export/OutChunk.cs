namespace BgpNode.Routing.Export;

/// <summary>
/// A piece of an update group's log. Written by the owner of the RIB alone, read by the writers of many sessions: what is
/// published never changes. Nobody refers backwards, so a chunk is garbage when the last member has left it.
/// </summary>
internal sealed class OutChunk
{
    /// <summary>Just under the size from which .NET would treat the buffer as a large object.</summary>
    public const int Size = 64 * 1024;

    // A prefix is written as whole words; the last one may spill over.
    private const int Slack = 16;
    private const int MaxSegments = 512;

    private OutSegment[] _segments = [];
    private int _written;
    private int _published;
    private OutChunk? _next;

    public byte[] Buffer { get; private set; } = [];

    /// <summary>Octets written; the owner's side.</summary>
    public int Length { get; private set; }

    /// <summary>Octets that still fit; none when there is no room to say who they are for.</summary>
    public int Room => _written < MaxSegments ? Size - Length : 0;

    /// <summary>What follows when this chunk is at its end. Set once, after the last segment was published.</summary>
    public OutChunk? Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }

    /// <summary>Segments that may be read, in order.</summary>
    public ReadOnlySpan<OutSegment> Published
    {
        get
        {
            int published = Volatile.Read(ref _published); // before the array, which may be a longer one by now
            return _segments.AsSpan(0, published);
        }
    }

    /// <summary>Where to write the next message: <see cref="Room"/> octets and a little slack.</summary>
    public Span<byte> Free()
    {
        if (Buffer.Length == 0)
        {
            Buffer = GC.AllocateUninitializedArray<byte>(Size + Slack);
        }

        return Buffer.AsSpan(Length);
    }

    /// <summary>A message of this length was written for these members.</summary>
    public void Append(int length, Audience audience, ushort source)
    {
        Length += length;
        var segment = new OutSegment(Length, audience, source);
        if (_written > _published && _segments[_written - 1] is var last && last.Audience == audience && last.Source == source)
        {
            _segments[_written - 1] = segment; // not published yet, so it may grow
            return;
        }

        if (_written == _segments.Length)
        {
            Array.Resize(ref _segments, Math.Max(4, _written * 2)); // a reader may hold the old array: what it may see is in both
        }

        _segments[_written++] = segment;
    }

    public void Publish() => Volatile.Write(ref _published, _written);
}
