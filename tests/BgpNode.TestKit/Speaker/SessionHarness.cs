using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Sockets;
using BgpNode.Speaker.Timers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BgpNode.TestKit.Speaker;

/// <summary>One session with a clock that a test moves, a RIB that remembers, and neighbours that follow a script.</summary>
internal sealed class SessionHarness : IAsyncDisposable
{
    /// <summary>We are AS 65001, identifier 10.0.0.1; the neighbour is AS 65002 at 192.0.2.2.</summary>
    public static readonly PeerConfig Config = new()
    {
        Name = "tor",
        RemoteAddress = Address.Parse("192.0.2.2"),
        RemoteAs = new AsNumber(65002),
        LocalAs = new AsNumber(65001),
        RouterId = new RouterId(0x0a000001),
    };

    private readonly SessionTimers _timers;
    private readonly Signal _changed = new();
    private readonly List<SessionChange> _changes = [];

    private SessionHarness(PeerConfig config, FakeDialer dialer)
    {
        Dialer = dialer;
        _timers = new SessionTimers(Clock, NullLogger<SessionTimers>.Instance);
        Session = new PeerSession(config, new SpeakerContext(Rib, dialer, _timers, Bfd, Forwarding, Drain, Clock, NullLogger<PeerSession>.Instance, Note));
    }

    public FakeTimeProvider Clock { get; } = new();

    public FakeRib Rib { get; } = new();

    public FakeDialer Dialer { get; }

    public FakeBfd Bfd { get; } = new();

    public ForwardingState Forwarding { get; } = new();

    public Drain Drain { get; } = new();

    public PeerSession Session { get; }

    /// <summary>Every change of state so far.</summary>
    public SessionState[] Seen
    {
        get
        {
            lock (_changes)
            {
                return [.. _changes.Select(c => c.To)];
            }
        }
    }

    public static async Task<SessionHarness> StartAsync(PeerConfig? config = null, FakeDialer? dialer = null, string? problem = null)
    {
        var harness = new SessionHarness(config ?? Config, dialer ?? new FakeDialer().Answering());
        await harness.Session.ConfigureAsync(config ?? Config, problem);
        return harness;
    }

    /// <summary>A session that is established over a connection of ours.</summary>
    public static async Task<(SessionHarness Harness, ScriptedPeer Peer, FakeRibPeer Routes)> EstablishedAsync(PeerConfig? config = null, OpenOffer? offer = null)
    {
        SessionHarness harness = await StartAsync(config);
        ScriptedPeer peer = await harness.Dialer.CalledAsync();
        await peer.EstablishAsync(offer);
        return (harness, peer, await harness.Rib.UpAsync());
    }

    /// <summary>The neighbour connects.</summary>
    public ScriptedPeer Call(int pauseAfter = 64 * 1024)
    {
        (PeerTransport transport, ScriptedPeer script) = ScriptedPeer.Pair(FakeDialer.LocalAddress, Session.Config.RemoteAddress, pauseAfter);
        Session.TryAccept(transport);
        return script;
    }

    /// <summary>Waits until the session is in a state.</summary>
    public Task UntilAsync(SessionState state) => _changed.UntilAsync(() => Session.Status.State == state);

    /// <summary>Waits until the session has come into a state this many times.</summary>
    public Task UntilSeenAsync(SessionState state, int times) => _changed.UntilAsync(() => Seen.Count(s => s == state) >= times);

    /// <summary>Everything that was given to the session before has been handled.</summary>
    public ValueTask SettledAsync() => Session.ConfigureAsync(Session.Config, problem: null);

    public async ValueTask DisposeAsync()
    {
        Task stopped = Session.StopAsync(ProtocolError.AdministrativeShutdown());
        while (await Task.WhenAny(stopped, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System)) != stopped)
        {
            Clock.Advance(TimeSpan.FromSeconds(1)); // scripts that do not close their side
        }

        await stopped;
        _timers.Dispose();
    }

    private void Note(SessionChange change)
    {
        lock (_changes)
        {
            _changes.Add(change);
        }

        _changed.Pulse();
    }
}
