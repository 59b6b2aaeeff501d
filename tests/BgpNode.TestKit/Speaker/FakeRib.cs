using BgpNode.Speaker.Rib;

namespace BgpNode.TestKit.Speaker;

/// <summary>A RIB that keeps what sessions say instead of routing by it.</summary>
public sealed class FakeRib : IRibInbox
{
    private readonly Signal _changed = new();
    private readonly List<FakeRibPeer> _peers = [];

    /// <summary>Every session that ever came up, in order.</summary>
    public FakeRibPeer[] Peers
    {
        get
        {
            lock (_peers)
            {
                return [.. _peers];
            }
        }
    }

    /// <summary>The n-th session that comes up, from 1.</summary>
    public async Task<FakeRibPeer> UpAsync(int nth = 1)
    {
        await _changed.UntilAsync(() => Peers.Length >= nth);
        return Peers[nth - 1];
    }

    /// <summary>Neighbours whose kept routes were given up.</summary>
    public List<string> Forgotten { get; } = [];

    public ValueTask ForgetAsync(string peerName)
    {
        Forgotten.Add(peerName);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IRibPeer> PeerUpAsync(PeerUp up, CancellationToken ct)
    {
        var peer = new FakeRibPeer(up);
        lock (_peers)
        {
            _peers.Add(peer);
        }

        _changed.Pulse();
        return ValueTask.FromResult<IRibPeer>(peer);
    }
}
