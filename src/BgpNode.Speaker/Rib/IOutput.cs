using System.Buffers;

namespace BgpNode.Speaker.Rib;

/// <summary>Packed UPDATEs that wait for one neighbour. One consumer: the writer of its session.</summary>
public interface IOutput
{
    /// <summary>
    /// Whole UPDATE messages in order, End-of-RIB included, at most <paramref name="maxBytes"/> octets (one message when even that is longer).
    /// They stay readable until <see cref="Advance"/>. False when there is nothing to send now.
    /// </summary>
    bool TryRead(int maxBytes, out ReadOnlySequence<byte> messages);

    /// <summary>The first <paramref name="bytes"/> octets of what was read were handed to the socket.</summary>
    void Advance(long bytes);

    /// <summary>Completes when <see cref="TryRead"/> may give something.</summary>
    ValueTask WaitAsync(CancellationToken ct);
}
