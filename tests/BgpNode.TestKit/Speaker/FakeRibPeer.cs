using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Rib;

namespace BgpNode.TestKit.Speaker;

/// <summary>One neighbour in a <see cref="FakeRib"/>: remembers what it was told, and can be closed to make the session wait.</summary>
public sealed class FakeRibPeer(PeerUp up) : IRibPeer
{
    private readonly Signal _changed = new();
    private readonly List<byte> _updates = [];
    private readonly List<(Family Family, byte Subtype)> _refreshes = [];
    private readonly List<PeerPolicy> _policies = [];
    private volatile TaskCompletionSource _gate = Opened();
    private volatile bool _down;

    public PeerUp Up { get; } = up;

    public FakeOutput Out { get; } = new();

    public IOutput Output => Out;

    public PeerCounters Counters { get; } = new();

    public bool IsDown => _down;

    /// <summary>All UPDATEs received, back to back.</summary>
    public byte[] Updates
    {
        get
        {
            lock (_updates)
            {
                return [.. _updates];
            }
        }
    }

    public int Batches { get; private set; }

    /// <summary>From here on the RIB takes no UPDATEs: its inbox is full.</summary>
    public void Close() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _gate.TrySetResult();

    public Task UntilAsync(Func<FakeRibPeer, bool> condition) => _changed.UntilAsync(() => condition(this));

    public Task<(Family Family, byte Subtype)[]> RefreshesAsync(int count) => _changed.UntilAsync(() => _refreshes.Count >= count, () => _refreshes.ToArray());

    public Task<PeerPolicy[]> PoliciesAsync(int count) => _changed.UntilAsync(() => _policies.Count >= count, () => _policies.ToArray());

    public async ValueTask UpdatesAsync(UpdateBatch batch, CancellationToken ct)
    {
        await _gate.Task.WaitAsync(ct);
        lock (_updates)
        {
            _updates.AddRange(batch.Span);
            Batches++;
        }

        batch.Return();
        _changed.Pulse();
    }

    public ValueTask RefreshRequestedAsync(Family family, byte subtype, CancellationToken ct)
    {
        _refreshes.Add((family, subtype));
        _changed.Pulse();
        return ValueTask.CompletedTask;
    }

    public ValueTask PolicyChangedAsync(PeerPolicy policy, CancellationToken ct)
    {
        _policies.Add(policy);
        _changed.Pulse();
        return ValueTask.CompletedTask;
    }

    /// <summary>Families whose routes were kept when the session ended.</summary>
    public FamilySet Kept { get; private set; }

    public ValueTask DownAsync(FamilySet keep)
    {
        Kept = keep;
        _down = true;
        _changed.Pulse();
        return ValueTask.CompletedTask;
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
