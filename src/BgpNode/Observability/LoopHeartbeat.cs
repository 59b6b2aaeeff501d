namespace BgpNode.Observability;

/// <summary>
/// The heartbeat of one loop: <see cref="Turn"/> when it takes up work, the result's <c>Dispose</c> when it goes back to
/// waiting. A loop that waits is alive for as long as nobody sends it anything. One loop writes, anyone reads.
/// </summary>
public sealed class LoopHeartbeat(string loop, TimeSpan patience, TimeProvider clock) : ILoopHeartbeat
{
    private const long Waiting = long.MinValue;

    private long _busySince = Waiting;

    public string Loop => loop;

    public TimeSpan? BusyFor
    {
        get
        {
            long since = Volatile.Read(ref _busySince);
            return since == Waiting ? null : clock.GetElapsedTime(since);
        }
    }

    public bool IsAlive => BusyFor is not { } busy || busy <= patience;

    /// <summary>Begins a turn; a turn within a turn begins its time anew.</summary>
    public Beat Turn()
    {
        Volatile.Write(ref _busySince, clock.GetTimestamp());
        return new Beat(this);
    }

    private void End() => Volatile.Write(ref _busySince, Waiting);

    /// <summary>A turn under way.</summary>
    public readonly struct Beat : IDisposable
    {
        private readonly LoopHeartbeat _owner;

        internal Beat(LoopHeartbeat owner) => _owner = owner;

        public void Dispose() => _owner.End();
    }
}
