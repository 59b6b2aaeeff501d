namespace BgpNode.Routing.Export;

/// <summary>The packed messages of an update group: an endless row of chunks of which only the end is known here.</summary>
internal sealed class OutLog
{
    /// <summary>The chunk that is written to.</summary>
    public OutChunk Tail { get; private set; } = new();

    /// <summary>Octets appended since the log began.</summary>
    public long Length { get; private set; }

    /// <summary>Room for a message of <paramref name="least"/> octets at least.</summary>
    public Span<byte> Reserve(int least)
    {
        if (Tail.Room < least)
        {
            Seal();
        }

        return Tail.Free();
    }

    /// <summary>The message that was written at the begin of <see cref="Reserve"/>'s room is whole.</summary>
    public void Append(int length, Audience audience, ushort source)
    {
        Tail.Append(length, audience, source);
        Length += length;
    }

    /// <summary>Lets the members see what was appended.</summary>
    public void Publish() => Tail.Publish();

    /// <summary>Ends the chunk, so that members may enter or leave exactly here.</summary>
    public void Seal()
    {
        OutChunk old = Tail;
        old.Publish();
        Tail = new OutChunk();
        old.Next = Tail;
    }
}
