using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Sockets;

namespace BgpNode.TestKit.Speaker;

/// <summary>The far end of a session, which does what a test says and nothing else: send, expect. Works over any two pipes.</summary>
public sealed class ScriptedPeer(PipeReader input, PipeWriter output) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>What a friendly neighbour announces: AS 65002, identifier 10.0.0.2.</summary>
    public static readonly OpenOffer Offer = new()
    {
        LocalAs = new AsNumber(65002),
        LocalId = new RouterId(0x0a000002),
        Families = FamilySet.IPv4,
    };

    /// <summary>The messages of one <see cref="ReceiveAsync"/>.</summary>
    public readonly record struct Message(MessageType Type, ReadOnlyMemory<byte> Body);

    /// <summary>Two ends of one connection in memory: the first for the speaker, the second for the script.</summary>
    /// <param name="local">The speaker's address.</param>
    /// <param name="remote">The script's address.</param>
    /// <param name="pauseAfter">How many octets the speaker's side takes before it pushes back.</param>
    public static (PeerTransport Transport, ScriptedPeer Script) Pair(Address local, Address remote, int pauseAfter = 64 * 1024)
    {
        var toSpeaker = new Pipe(new PipeOptions(pauseWriterThreshold: pauseAfter, resumeWriterThreshold: pauseAfter / 2, useSynchronizationContext: false));
        var toScript = new Pipe(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
        var counted = new CountingWriter(toSpeaker.Writer);
        var script = new ScriptedPeer(toScript.Reader, counted);
        var transport = new PeerTransport(
            new Duplex(toSpeaker.Reader, toScript.Writer), local, remote, 0, () => counted.Total, () =>
            {
                toSpeaker.Reader.Complete();
                toScript.Writer.Complete();
            });
        return (transport, script);
    }

    /// <summary>Octets as they are, in one piece.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await output.WriteAsync(bytes);

    public Task SendOpenAsync(OpenOffer? offer = null) => SendAsync(w => (offer ?? Offer).ToMessage().Write(w));

    public Task SendKeepaliveAsync() => SendAsync(KeepaliveMessage.Write);

    public Task SendNotificationAsync(ProtocolError error) => SendAsync(new NotificationMessage(error).Write);

    public Task SendRouteRefreshAsync(Family family) => SendAsync(new RouteRefreshMessage(family, RouteRefreshMessage.Request).Write);

    public async Task SendAsync(Action<IBufferWriter<byte>> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        write(bytes);
        await SendAsync(bytes.WrittenMemory);
    }

    /// <summary>OPEN and KEEPALIVE in both directions: the speaker is Established afterwards, or about to be.</summary>
    public async Task<OpenMessage> EstablishAsync(OpenOffer? offer = null)
    {
        OpenMessage open = await ExpectOpenAsync();
        await SendOpenAsync(offer);
        await ExpectAsync(MessageType.Keepalive);
        await SendKeepaliveAsync();
        return open;
    }

    public async Task<OpenMessage> ExpectOpenAsync()
    {
        Message message = await ExpectAsync(MessageType.Open);
        return OpenMessage.TryRead(message.Body.Span, out OpenMessage? open, out ProtocolError? error)
            ? open
            : throw new InvalidOperationException($"the OPEN is wrong: {error}");
    }

    /// <summary>The next message but KEEPALIVEs is this NOTIFICATION, and after it the connection ends.</summary>
    public async Task ExpectEndAsync(ProtocolError error)
    {
        Message? message;
        do
        {
            message = await ReceiveAsync();
        }
        while (message is { Type: MessageType.Keepalive });

        if (message is not { Type: MessageType.Notification, Body: var body }
            || !NotificationMessage.TryRead(body.Span, out NotificationMessage notification) || notification.Error != error)
        {
            throw new InvalidOperationException($"expected {error}, got {InWords(message)}");
        }

        await ExpectClosedAsync();
    }

    public async Task<Message> ExpectAsync(MessageType type)
    {
        Message? message = await ReceiveAsync();
        return message is { } got && got.Type == type ? got : throw new InvalidOperationException($"expected {type}, got {InWords(message)}");
    }

    /// <summary>The speaker says nothing more. Ends this side as well.</summary>
    public async Task ExpectClosedAsync()
    {
        if (await ReceiveAsync() is { } message)
        {
            throw new InvalidOperationException($"expected the end, got {InWords(message)}");
        }

        await DisposeAsync();
    }

    /// <summary>The next message; null when the connection has ended.</summary>
    public async Task<Message?> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            ReadResult read;
            try
            {
                read = await input.ReadAsync(limit.Token);
            }
            catch (IOException)
            {
                return null;
            }

            ReadOnlySequence<byte> buffer = read.Buffer;
            if (MessageFraming.TryRead(ref buffer, MessageFraming.MaxExtendedLength, out MessageType type, out ReadOnlySequence<byte> body, out ProtocolError? error))
            {
                var message = new Message(type, body.ToArray());
                input.AdvanceTo(buffer.Start);
                return message;
            }

            if (error is not null)
            {
                throw new InvalidOperationException($"the speaker sent what is no message: {error}");
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    public async ValueTask DisposeAsync() => await output.CompleteAsync();

    /// <summary>An UPDATE that announces IPv4 prefixes of length 24.</summary>
    public static byte[] Update(params ImmutableArray<Prefix> prefixes)
    {
        byte[] attributes = [0x40, 1, 1, 0, 0x40, 2, 6, 2, 1, 0, 0, 0xfd, 0xea, 0x40, 3, 4, 192, 0, 2, 2];
        byte[] nlri = [.. prefixes.SelectMany(p => (byte[])[24, (byte)((uint)p.Address.Bits >> 24), (byte)((uint)p.Address.Bits >> 16), (byte)((uint)p.Address.Bits >> 8)])];
        int length = MessageFraming.HeaderLength + 4 + attributes.Length + nlri.Length;
        return [.. MessageFraming.Marker, (byte)(length >> 8), (byte)length, (byte)MessageType.Update, 0, 0, 0, (byte)attributes.Length, .. attributes, .. nlri];
    }

    private static string InWords(Message? message) => message switch
    {
        null => "the end",
        { Type: MessageType.Notification, Body: var body } when NotificationMessage.TryRead(body.Span, out NotificationMessage notification) => notification.Error.ToString(),
        { Type: var type } => type.ToString(),
    };

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
