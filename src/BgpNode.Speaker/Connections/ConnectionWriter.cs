using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Rib;

namespace BgpNode.Speaker.Connections;

/// <summary>
/// The only one who writes to a connection: control messages first, then routes in slices, so that a KEEPALIVE never stands behind more than one slice.
/// </summary>
internal sealed class ConnectionWriter(PipeWriter pipe, MessageCounters sent, TimeProvider clock)
{
    /// <summary>The most octets of routes between two looks at the control messages.</summary>
    private const int SliceBytes = 128 * 1024;

    // A peer that reads nothing for 16 KEEPALIVEs misses nothing in the 17th.
    private readonly Channel<ControlMessage> _control = Channel.CreateBounded<ControlMessage>(new BoundedChannelOptions(16) { SingleReader = true });
    private readonly TaskCompletionSource<IOutput> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _outputGate = new(); // held to copy one slice; the other side is the end of the session
    private IOutput? _output;
    private bool _detached;
    private long _blockedSince;

    /// <summary>How long the peer has taken nothing of what was written; zero when all is taken.</summary>
    public TimeSpan Blocked => Volatile.Read(ref _blockedSince) is var since and not 0 ? clock.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Sends before all routes. False when the peer has not read for so long that there is no more room, or after <see cref="Complete"/>.</summary>
    public bool TrySend(ControlMessage message) => _control.Writer.TryWrite(message);

    /// <summary>Routes may flow from here on.</summary>
    public void Attach(IOutput output)
    {
        lock (_outputGate)
        {
            if (!_detached)
            {
                _output = output;
            }
        }

        _attached.TrySetResult(output);
    }

    /// <summary>When this returns the routes' owner may take them away.</summary>
    public void Detach()
    {
        lock (_outputGate)
        {
            (_output, _detached) = (null, true);
        }
    }

    /// <summary>Nothing is sent any more but the control messages that wait.</summary>
    public void Complete()
    {
        Detach();
        _control.Writer.TryComplete();
    }

    /// <summary>Writes until <see cref="Complete"/>, or until the connection is gone.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        Task<bool>? control = null;
        Task? output = null;
        while (true)
        {
            bool wrote = WriteControl();
            if (!_control.Reader.Completion.IsCompleted)
            {
                wrote |= WriteOutput();
            }

            if (wrote)
            {
                if (!await FlushAsync(ct))
                {
                    return;
                }

                continue;
            }

            control ??= _control.Reader.WaitToReadAsync(ct).AsTask();
            output ??= OutputAsync(ct);
            await Task.WhenAny(control, output);
            if (control.IsCompleted)
            {
                if (!await control)
                {
                    return;
                }

                control = null;
            }

            if (output.IsCompleted)
            {
                await output;
                output = null;
            }
        }
    }

    private bool WriteControl()
    {
        bool wrote = false;
        while (_control.Reader.TryRead(out ControlMessage message))
        {
            message.Write(pipe);
            sent.Add(message.Type);
            wrote = true;
        }

        return wrote;
    }

    private bool WriteOutput()
    {
        lock (_outputGate)
        {
            if (_output is null || !_output.TryRead(SliceBytes, out ReadOnlySequence<byte> messages))
            {
                return false;
            }

            foreach (ReadOnlyMemory<byte> part in messages)
            {
                pipe.Write(part.Span);
            }

            Count(messages);
            _output.Advance(messages.Length);
            return true;
        }
    }

    // UPDATEs, and the marks around a refresh (RFC 7313).
    private void Count(ReadOnlySequence<byte> messages)
    {
        int updates = 0, marks = 0;
        while (MessageFraming.TryRead(ref messages, MessageFraming.MaxExtendedLength, out MessageType type, out _, out _))
        {
            _ = type == MessageType.Update ? updates++ : marks++;
        }

        sent.Add(MessageType.Update, updates);
        sent.Add(MessageType.RouteRefresh, marks);
    }

    private async ValueTask<bool> FlushAsync(CancellationToken ct)
    {
        ValueTask<FlushResult> flush = pipe.FlushAsync(ct);
        if (!flush.IsCompleted)
        {
            Volatile.Write(ref _blockedSince, clock.GetTimestamp());
        }

        FlushResult result = await flush;
        Volatile.Write(ref _blockedSince, 0);
        return !result.IsCompleted;
    }

    private async Task OutputAsync(CancellationToken ct)
    {
        IOutput output = await _attached.Task.WaitAsync(ct);
        await output.WaitAsync(ct);
    }
}
