using System.Net.Sockets;
using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Rib;
using BgpNode.Speaker.Sockets;

namespace BgpNode.Speaker.Connections;

/// <summary>One TCP connection of a session: its reader, its writer, and what both must know. The session calls it from its loop.</summary>
internal sealed class PeerConnection : IAsyncDisposable
{
    /// <summary>How long the last message may take to leave, and the peer to see the end.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);

    private readonly PeerTransport _transport;
    private readonly IConnectionOwner _owner;
    private readonly TimeProvider _clock;
    private readonly ConnectionReader _reader;
    private readonly ConnectionWriter _writer;
    private readonly CancellationTokenSource _stopReading = new();
    private readonly CancellationTokenSource _stopWriting = new();
    private readonly TaskCompletionSource<IRibPeer> _routes = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private Task _writing = Task.CompletedTask;
    private Task? _closing;
    private volatile bool _established;
    private volatile Agreement? _agreement;
    private volatile int _maxMessageLength = MessageFraming.MaxLength;
    private long _lastHeard;

    public PeerConnection(PeerTransport transport, IConnectionOwner owner, MessageCounters received, MessageCounters sent, TimeProvider clock)
    {
        (_transport, _owner, _clock) = (transport, owner, clock);
        _reader = new ConnectionReader(this, transport.Pipe.Input, owner, received);
        _writer = new ConnectionWriter(transport.Pipe.Output, sent, clock);
        Heard();
    }

    public Address Local => _transport.Local;

    public Address Remote => _transport.Remote;

    public int InterfaceIndex => _transport.InterfaceIndex;

    public bool IsEstablished => _established;

    /// <summary>Null until the OPENs agree.</summary>
    public Agreement? Agreement => _agreement;

    /// <summary>The longest message that the peer may send now, in octets with header.</summary>
    public int MaxMessageLength => _maxMessageLength;

    /// <summary>When the last message arrived, as a timestamp of the clock.</summary>
    public long LastHeard => Volatile.Read(ref _lastHeard);

    /// <summary>Octets have arrived that nobody has judged yet: the peer is not silent, we are slow.</summary>
    public bool HasUnread => _reader.AtWork || _transport.Arrived > _reader.Seen;

    /// <summary>How long the peer has taken nothing of what was written.</summary>
    public TimeSpan OutputBlocked => _writer.Blocked;

    /// <summary>The RIB's side of the session, once it is there. Awaited by the reader before it hands over the first UPDATE.</summary>
    public Task<IRibPeer> Routes => _routes.Task;

    /// <summary>Completes when nothing of this connection is handed to the RIB any more.</summary>
    public Task Reading => _reading;

    public void Start() => (_reading, _writing) = (ReadAsync(), WriteAsync());

    public void Heard() => Volatile.Write(ref _lastHeard, _clock.GetTimestamp());

    /// <param name="agreement">What the OPENs agreed on.</param>
    /// <param name="mayReceiveExtended">We announced extended messages: the peer may send them whether it takes them or not (RFC 8654 §4).</param>
    public void Agree(Agreement agreement, bool mayReceiveExtended)
    {
        _agreement = agreement;
        _maxMessageLength = mayReceiveExtended ? MessageFraming.MaxExtendedLength : MessageFraming.MaxLength;
    }

    public void Establish() => _established = true;

    /// <summary>The RIB took the session: routes may flow both ways.</summary>
    public void Attach(IRibPeer routes)
    {
        _routes.TrySetResult(routes);
        _writer.Attach(routes.Output);
    }

    /// <summary>No route is sent any more, and none is handed over once <see cref="Reading"/> completes.</summary>
    public void StopRoutes() => _writer.Detach();

    /// <summary>False when the peer has not read for so long that there is no more room.</summary>
    public bool TrySend(ControlMessage message) => _writer.TrySend(message);

    /// <summary>Signs with another key from here on. Throws <see cref="SocketException"/> when the kernel cannot.</summary>
    public void SetKey(PeerKey key, PeerKey? before) => _transport.SetKey(key, before);

    /// <summary>Sends what waits, at most for a second, and ends the connection. Asked again, the same end.</summary>
    public Task CloseAsync()
    {
        _writer.Complete();
        return _closing ??= FinishAsync();
    }

    public ValueTask DisposeAsync() => new(CloseAsync());

    private async Task FinishAsync()
    {
        using CancellationTokenSource stopWriting = _stopWriting;
        using var limit = new CancellationTokenSource(CloseLimit, _clock);
        await using CancellationTokenRegistration registration = limit.Token.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), stopWriting);
        await _stopReading.CancelAsync();
        await _reading;
        await _writing;
        await DiscardAsync(limit.Token);
        _transport.Close();
        _stopReading.Dispose();
    }

    // Closing a socket with unread octets resets the connection, and a reset may overtake the NOTIFICATION: hear the peer out first.
    private async Task DiscardAsync(CancellationToken ct)
    {
        try
        {
            await _transport.Pipe.Output.CompleteAsync();
            while (await _transport.Pipe.Input.ReadAsync(ct) is { IsCompleted: false } read)
            {
                _transport.Pipe.Input.AdvanceTo(read.Buffer.End);
            }
        }
        catch (Exception e) when (IsConnectionLost(e) || e is OperationCanceledException)
        {
            // The end that was wanted, in another way.
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            await _reader.RunAsync(_stopReading.Token);
        }
        catch (OperationCanceledException) when (_stopReading.IsCancellationRequested)
        {
            // The session has heard enough.
        }
        catch (Exception e) when (IsConnectionLost(e))
        {
            await _owner.ReceivedAsync(this, new SessionEvent.TcpConnectionFails());
        }
        catch (Exception e)
        {
            _owner.ConnectionFailed(this, e);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await _writer.RunAsync(_stopWriting.Token);
        }
        catch (OperationCanceledException) when (_stopWriting.IsCancellationRequested)
        {
            // The peer did not take the last message in time.
        }
        catch (Exception e) when (IsConnectionLost(e))
        {
            await _owner.ReceivedAsync(this, new SessionEvent.TcpConnectionFails());
        }
        catch (Exception e)
        {
            _owner.ConnectionFailed(this, e);
        }
    }

    private static bool IsConnectionLost(Exception e) => e is IOException or SocketException or ObjectDisposedException;
}
