using System.Buffers;
using BgpNode.Protocol.Validation;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Attributes;

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

    // Of an UPDATE with attributes and a prefix or two: the first guess at how many there are.
    private const int TypicalBytes = 64;

    private BatchedUpdate[] _updates;

    private UpdateBatch(byte[] buffer, BatchedUpdate[] updates) => (Buffer, _updates) = (buffer, updates);

    /// <summary>The messages are its first <see cref="Length"/> octets.</summary>
    public byte[] Buffer { get; private set; }

    public int Length { get; private set; }

    public int Messages { get; private set; }

    public ReadOnlySpan<byte> Span => Buffer.AsSpan(0, Length);

    /// <summary>The messages one by one.</summary>
    public ReadOnlySpan<BatchedUpdate> Updates => _updates.AsSpan(0, Messages);

    /// <summary>An empty batch with room for at least <paramref name="capacity"/> octets, no more than <see cref="MaxBytes"/>.</summary>
    public static UpdateBatch Rent(int capacity)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Min(capacity, MaxBytes));
        return new UpdateBatch(buffer, ArrayPool<BatchedUpdate>.Shared.Rent(Math.Max(1, buffer.Length / TypicalBytes)));
    }

    public ReadOnlySpan<byte> BodyOf(in BatchedUpdate update) => Buffer.AsSpan(update.Begin, update.Length);

    /// <summary>Copies one whole message behind the others; false when it does not fit.</summary>
    /// <param name="message">The message with its header.</param>
    /// <param name="rules">The session's rules: its attributes are judged on the way. Null leaves that to the RIB.</param>
    public bool TryAppend(in ReadOnlySequence<byte> message, AttributeRules? rules = null)
    {
        if (message.Length > Math.Min(Buffer.Length, MaxBytes) - Length)
        {
            return false;
        }

        message.CopyTo(Buffer.AsSpan(Length));
        Note(Length + MessageFraming.HeaderLength, (int)message.Length - MessageFraming.HeaderLength, rules);
        Length += (int)message.Length;
        return true;
    }

    /// <summary>Gives the buffers back. The batch is empty and has no room afterwards; a second call does nothing.</summary>
    public void Return()
    {
        (byte[] buffer, BatchedUpdate[] updates) = (Buffer, _updates);
        (Buffer, _updates, Length, Messages) = ([], [], 0, 0);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            ArrayPool<BatchedUpdate>.Shared.Return(updates);
        }
    }

    private void Note(int begin, int length, AttributeRules? rules)
    {
        ulong hash = 0;
        bool isRight = false;
        if (UpdateMessage.TryRead(Buffer.AsSpan(begin, length), out UpdateMessage update, out _))
        {
            hash = AttributeTable.HashOf(update.Attributes, []);
            isRight = rules is not null && !update.Nlri.IsEmpty && AttributeValidator.IsRightAndCanonical(update.Attributes, rules, hasNextHop: true);
        }

        if (Messages == _updates.Length)
        {
            BatchedUpdate[] longer = ArrayPool<BatchedUpdate>.Shared.Rent(2 * Messages);
            _updates.CopyTo(longer, 0);
            ArrayPool<BatchedUpdate>.Shared.Return(_updates);
            _updates = longer;
        }

        _updates[Messages++] = new BatchedUpdate(begin, length, hash, isRight);
    }
}
