using System.Buffers;
using System.Threading.Channels;
using BgpNode.Speaker.Rib;

namespace BgpNode.TestKit.Speaker;

/// <summary>An output into which a test puts messages by hand.</summary>
public sealed class FakeOutput : IOutput
{
    private readonly Lock _gate = new();
    private readonly Channel<bool> _ready = Channel.CreateUnbounded<bool>();
    private byte[] _waiting = [];

    /// <summary>Octets that the writer took.</summary>
    public long Taken { get; private set; }

    public void Put(ReadOnlySpan<byte> messages)
    {
        lock (_gate)
        {
            _waiting = [.. _waiting, .. messages];
        }

        _ready.Writer.TryWrite(true);
    }

    public bool TryRead(int maxBytes, out ReadOnlySequence<byte> messages)
    {
        lock (_gate)
        {
            messages = new ReadOnlySequence<byte>(_waiting, 0, Math.Min(_waiting.Length, maxBytes));
            return !messages.IsEmpty;
        }
    }

    public void Advance(long bytes)
    {
        lock (_gate)
        {
            _waiting = _waiting[(int)bytes..];
            Taken += bytes;
        }
    }

    public async ValueTask WaitAsync(CancellationToken ct) => await _ready.Reader.ReadAsync(ct);
}
