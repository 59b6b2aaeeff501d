using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace BgpNode.Conformance.Lab.Raw;

/// <summary>A peer that says exactly what a test tells it to say.</summary>
internal sealed class RawPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;

    private RawPeer(Socket socket) => _socket = socket;

    /// <summary>Connects from an address of a namespace; tries again while it is refused.</summary>
    public static async Task<RawPeer> ConnectAsync(NetworkNamespace netns, string from, string to)
    {
        RawPeer? peer = null;
        await Eventually.TrueAsync($"{to} takes a connection from {from}", async () =>
        {
            Socket socket = await netns.InsideAsync(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(IPAddress.Parse(to), 179);
                peer = new RawPeer(socket);
                return true;
            }
            catch (SocketException)
            {
                socket.Dispose();
                return false;
            }
        });
        return peer!;
    }

    /// <summary>Connects and exchanges OPENs; tries again while the other side hangs up, as one that does not know us yet does.</summary>
    public static async Task<RawPeer> OpenAsync(NetworkNamespace netns, string from, string to, byte[] open)
    {
        RawPeer? opened = null;
        await Eventually.TrueAsync($"{to} answers {from} with an OPEN", async () =>
        {
            RawPeer peer = await ConnectAsync(netns, from, to);
            try
            {
                await peer.SendAsync(open);
                if (await peer.ReceiveAsync(BgpBytes.Open) is not null)
                {
                    await peer.SendAsync(BgpBytes.Message(BgpBytes.Keepalive));
                    opened = peer;
                    return true;
                }
            }
            catch (SocketException)
            {
                // hung up before our message had left
            }

            peer.Dispose();
            return false;
        });
        return opened!;
    }

    public Task SendAsync(byte[] bytes) => _socket.SendAsync(bytes);

    /// <summary>Takes the next connection at a listening socket.</summary>
    public static async Task<RawPeer> AcceptAsync(Socket listener, CancellationToken cancel) => new(await listener.AcceptAsync(cancel));

    /// <summary>Reads messages until one of this type comes; returns its body, or null when the connection ends first.</summary>
    public async Task<byte[]?> ReceiveAsync(byte type, TimeSpan? within = null)
    {
        using var limit = new CancellationTokenSource(within ?? Patience);
        while (await NextAsync(limit.Token) is { } message)
        {
            if (message.Type == type)
            {
                return message.Body;
            }
        }

        return null;
    }

    /// <summary>The next message, or null when the connection has ended.</summary>
    public async Task<(byte Type, byte[] Body)?> NextAsync(CancellationToken cancel) =>
        await ReadAsync(19, cancel) is { } header
        && await ReadAsync(BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(16)) - header.Length, cancel) is { } body
            ? (header[18], body)
            : null;

    /// <summary>Says that nothing more will come from us; what the other side still says can be read.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // ended already, by the other side or by Abort
        }
    }

    /// <summary>Goes without a farewell: the other side is sent a reset.</summary>
    public void Abort()
    {
        _socket.LingerState = new LingerOption(enable: true, 0);
        _socket.Close();
    }

    /// <summary>OPEN and KEEPALIVE both ways, RFC 4271 §8.</summary>
    public async Task EstablishAsync(uint @as)
    {
        await SendAsync(BgpBytes.OpenOf(@as));
        Assert.NotNull(await ReceiveAsync(BgpBytes.Open));
        await SendAsync(BgpBytes.Message(BgpBytes.Keepalive));
        Assert.NotNull(await ReceiveAsync(BgpBytes.Keepalive));
    }

    /// <summary>The same; false when the other side does not want it now.</summary>
    public async Task<bool> TryEstablishAsync(uint @as, ushort hold)
    {
        try
        {
            await SendAsync(BgpBytes.OpenOf(@as, hold));
            await SendAsync(BgpBytes.Message(BgpBytes.Keepalive));
            return await ReceiveAsync(BgpBytes.Open) is not null && await ReceiveAsync(BgpBytes.Keepalive) is not null;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<byte[]?> ReadAsync(int length, CancellationToken cancel)
    {
        byte[] bytes = new byte[length];
        for (int read = 0; read < length;)
        {
            int more = await ReadSomeAsync(bytes.AsMemory(read), cancel);
            if (more == 0)
            {
                return null;
            }

            read += more;
        }

        return bytes;
    }

    private async Task<int> ReadSomeAsync(Memory<byte> into, CancellationToken cancel)
    {
        try
        {
            return await _socket.ReceiveAsync(into, cancel);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return 0; // reset by them or by us: the end as well
        }
    }
}
