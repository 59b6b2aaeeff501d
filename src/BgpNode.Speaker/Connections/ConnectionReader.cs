using System.Buffers;
using System.IO.Pipelines;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Validation;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Rib;

namespace BgpNode.Speaker.Connections;

/// <summary>
/// Cuts messages out of a connection. UPDATEs of an established session go to the RIB in batches, everything else goes to the session one by one.
/// Waiting for either is the back-pressure that stops the socket.
/// </summary>
internal sealed class ConnectionReader(PeerConnection connection, PipeReader pipe, IConnectionOwner owner, MessageCounters received)
{
    private UpdateBatch? _batch;
    private AttributeRules? _rules;
    private bool _stopped;
    private long _seen;
    private volatile bool _atWork;

    /// <summary>Octets that were looked at: a message that is not whole yet counts as far as it came.</summary>
    public long Seen => Volatile.Read(ref _seen);

    /// <summary>There are octets in hand, or someone else is waited for because of them.</summary>
    public bool AtWork => _atWork;

    /// <summary>Reads until the connection ends or the session has heard enough.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        long consumed = 0;
        while (!_stopped)
        {
            ReadResult read = await pipe.ReadAsync(ct);
            _atWork = true;
            ReadOnlySequence<byte> buffer = read.Buffer;
            ReadOnlySequence<byte> rest = buffer;
            try
            {
                rest = await ReadMessagesAsync(buffer, ct);
            }
            finally
            {
                long length = buffer.Length;
                long left = rest.Length;
                pipe.AdvanceTo(rest.Start, buffer.End);
                Volatile.Write(ref _seen, consumed + length);
                consumed += length - left;
                _atWork = false;
            }

            if (read.IsCompleted && !_stopped)
            {
                await owner.ReceivedAsync(connection, new SessionEvent.TcpConnectionFails());
                return;
            }
        }
    }

    // Gives back what is no whole message yet.
    private async ValueTask<ReadOnlySequence<byte>> ReadMessagesAsync(ReadOnlySequence<byte> buffer, CancellationToken ct)
    {
        ReadOnlySequence<byte> before = buffer;
        while (!_stopped)
        {
            bool whole = MessageFraming.TryRead(ref buffer, connection.MaxMessageLength, out MessageType type, out ReadOnlySequence<byte> body, out ProtocolError? error);
            if (!whole)
            {
                await FlushBatchAsync(ct); // the pipe is drained
                if (error is { } wrong)
                {
                    _stopped = true; // RFC 4271 §6.1: after a header error nothing that follows can be read
                    await owner.ReceivedAsync(connection, new SessionEvent.BgpHeaderErr(wrong));
                }

                break;
            }

            received.Add(type);
            connection.Heard();
            if (type == MessageType.Update && connection.IsEstablished)
            {
                await CollectAsync(before.Slice(0, MessageFraming.HeaderLength + body.Length), before.Length, ct);
            }
            else
            {
                await FlushBatchAsync(ct); // order: what came before a message is told before it
                await HandleAsync(type, body, ct);
            }

            before = buffer;
        }

        return before;
    }

    private async ValueTask CollectAsync(ReadOnlySequence<byte> message, long available, CancellationToken ct)
    {
        // Judged here rather than by the RIB's one thread: sessions run beside it.
        _rules ??= AttributeRules.From(connection.Agreement!);
        if (_batch is not null && !_batch.TryAppend(message, _rules))
        {
            await FlushBatchAsync(ct);
        }

        if (_batch is null)
        {
            // As large as what is here: a lone UPDATE does not occupy a quarter of a megabyte.
            _batch = UpdateBatch.Rent((int)Math.Min(available, UpdateBatch.MaxBytes));
            _batch.TryAppend(message, _rules);
        }
    }

    private async ValueTask FlushBatchAsync(CancellationToken ct)
    {
        if (_batch is { } batch)
        {
            _batch = null;
            IRibPeer routes = await connection.Routes.WaitAsync(ct);
            await routes.UpdatesAsync(batch, ct);
        }
    }

    private async ValueTask HandleAsync(MessageType type, ReadOnlySequence<byte> sequence, CancellationToken ct)
    {
        ReadOnlyMemory<byte> body = sequence.IsSingleSegment ? sequence.First : sequence.ToArray();
        switch (type)
        {
            case MessageType.Open:
                await (OpenMessage.TryRead(body.Span, out OpenMessage? open, out ProtocolError? error)
                    ? owner.OpenReceivedAsync(connection, open)
                    : owner.ReceivedAsync(connection, new SessionEvent.BgpOpenMsgErr(error!.Value)));
                break;
            case MessageType.Notification:
                NotificationMessage.TryRead(body.Span, out NotificationMessage notification); // framing has seen to its length
                _stopped = true;
                await owner.ReceivedAsync(connection, Told(notification.Error));
                break;
            case MessageType.Keepalive when connection.IsEstablished:
                break; // event 26 in Established restarts the hold timer, which having heard does
            case MessageType.Keepalive:
                await owner.ReceivedAsync(connection, new SessionEvent.KeepAliveMsg());
                break;
            case MessageType.RouteRefresh when connection.IsEstablished:
                await RefreshAsync(body, ct);
                break;
            case MessageType.RouteRefresh:
                await owner.ReceivedAsync(connection, new SessionEvent.RouteRefreshMsg());
                break;
            default:
                await owner.ReceivedAsync(connection, new SessionEvent.UpdateMsg());
                break;
        }
    }

    private static SessionEvent Told(ProtocolError error) => error is { Code: NotificationCode.OpenMessage, Subcode: 1 }
        ? new SessionEvent.NotifMsgVerErr(error)
        : new SessionEvent.NotifMsg(error);

    private async ValueTask RefreshAsync(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (!RouteRefreshMessage.TryRead(body.Span, out RouteRefreshMessage refresh, out ProtocolError? error))
        {
            await owner.ReceivedAsync(connection, new SessionEvent.RouteRefreshMsgErr(error!.Value));
        }
        else if (refresh.Family is { } family && connection.Agreement!.Families.Has(family)) // RFC 2918 §4: anything else is ignored
        {
            IRibPeer routes = await connection.Routes.WaitAsync(ct);
            await routes.RefreshRequestedAsync(family, refresh.Subtype, ct);
        }
    }
}
