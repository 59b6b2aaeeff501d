using System.Buffers;

namespace BgpNode.Speaker.Rib;

/// <summary>
/// Whole UPDATE messages with their 19-octet headers, back to back in a pooled buffer. One owner at a time: the session fills it,
/// the RIB reads it and calls <see cref="Return"/>.
/// </summary>
public sealed class UpdateBatch
{
    /// <summary>The most octets of one batch: large enough that a hand-over costs nothing, small enough that a full inbox is a few megabytes
    /// and that one is done within the RIB's slice of time.</summary>
    public const int MaxBytes = 64 * 1024;

    private UpdateBatch(byte[] buffer) => Buffer = buffer;

    /// <summary>The messages are its first <see cref="Length"/> octets.</summary>
    public byte[] Buffer { get; private set; }

    public int Length { get; private set; }

    public int Messages { get; private set; }

    public ReadOnlySpan<byte> Span => Buffer.AsSpan(0, Length);

    /// <summary>An empty batch with room for at least <paramref name="capacity"/> octets, no more than <see cref="MaxBytes"/>.</summary>
    public static UpdateBatch Rent(int capacity) => new(ArrayPool<byte>.Shared.Rent(Math.Min(capacity, MaxBytes)));

    /// <summary>Copies one whole message behind the others; false when it does not fit.</summary>
    public bool TryAppend(in ReadOnlySequence<byte> message)
    {
        if (message.Length > Math.Min(Buffer.Length, MaxBytes) - Length)
        {
            return false;
        }

        message.CopyTo(Buffer.AsSpan(Length));
        Length += (int)message.Length;
        Messages++;
        return true;
    }

    /// <summary>Gives the buffer back. The batch is empty and has no room afterwards; a second call does nothing.</summary>
    public void Return()
    {
        byte[] buffer = Buffer;
        (Buffer, Length, Messages) = ([], 0, 0);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
