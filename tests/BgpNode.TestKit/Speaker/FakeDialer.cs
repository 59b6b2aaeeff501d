using System.Net.Sockets;
using System.Threading.Channels;
using BgpNode.Net;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Sockets;

namespace BgpNode.TestKit.Speaker;

/// <summary>Connects to scripts instead of hosts. Until a test says otherwise a connection is refused.</summary>
public sealed class FakeDialer : IPeerDialer
{
    public static readonly Address LocalAddress = Address.Parse("192.0.2.1");

    private readonly Channel<ScriptedPeer> _answered = Channel.CreateUnbounded<ScriptedPeer>();
    private readonly Signal _changed = new();
    private volatile bool _answers;
    private volatile bool _silent;
    private int _tries;

    public int Tries => Volatile.Read(ref _tries);

    /// <summary>From here on every try succeeds.</summary>
    public FakeDialer Answering()
    {
        _answers = true;
        return this;
    }

    /// <summary>From here on no try ends by itself.</summary>
    public FakeDialer Silent()
    {
        _silent = true;
        return this;
    }

    /// <summary>The far end of the next connection that the speaker makes.</summary>
    public ValueTask<ScriptedPeer> CalledAsync() => _answered.Reader.ReadAsync();

    public Task TriedAsync(int times) => _changed.UntilAsync(() => Tries >= times);

    public async Task<PeerTransport> ConnectAsync(PeerConfig peer, CancellationToken ct)
    {
        Interlocked.Increment(ref _tries);
        _changed.Pulse();
        if (_silent)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
        }

        if (!_answers)
        {
            throw new SocketException((int)SocketError.ConnectionRefused);
        }

        (PeerTransport transport, ScriptedPeer script) = ScriptedPeer.Pair(LocalAddress, peer.RemoteAddress);
        await _answered.Writer.WriteAsync(script, ct);
        return transport;
    }
}
