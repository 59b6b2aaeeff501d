namespace BgpNode.Datastore.Etcd;

/// <summary>
/// 100 ms, doubling to 1.5 s, each with up to half taken off so that a cluster's nodes do not come back in step. With a try that is given
/// up after <see cref="EtcdSocket.DeadAfter"/>, an etcd that is back is followed within 5 s.
/// </summary>
internal sealed class Backoff
{
    private const double FirstMilliseconds = 100;
    private const double MostMilliseconds = 1500;

    private double _next = FirstMilliseconds;

    public void Reset() => _next = FirstMilliseconds;

    public TimeSpan Next()
    {
        double wait = _next * (1 - (Random.Shared.NextDouble() / 2));
        _next = Math.Min(_next * 2, MostMilliseconds);
        return TimeSpan.FromMilliseconds(wait);
    }
}
