namespace BgpNode.Speaker.Discovery;

/// <summary>
/// When to advertise: at once, a few times quickly (RFC 4861 §6.2.4), every ten seconds from then on as routers with unnumbered
/// neighbours do, and soon after somebody asked, but never in a storm. Pure: time comes in with each question.
/// </summary>
internal sealed class AdvertisementPace
{
    private const int InitialCount = 4;
    private static readonly TimeSpan InitialInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(500);

    private int _sent;
    private TimeSpan _last = TimeSpan.MinValue;
    private TimeSpan _next = TimeSpan.Zero;

    /// <summary>Whether it is time; if so, it counts as sent.</summary>
    /// <param name="now">Since the link came into use.</param>
    public bool IsDue(TimeSpan now)
    {
        if (now < _next)
        {
            return false;
        }

        _last = now;
        _next = now + (++_sent < InitialCount ? InitialInterval : Interval);
        return true;
    }

    /// <summary>Somebody solicited.</summary>
    public void Asked(TimeSpan now)
    {
        TimeSpan soonest = _sent == 0 ? now : _last + LeastInterval;
        TimeSpan wanted = soonest > now ? soonest : now;
        _next = wanted < _next ? wanted : _next;
    }

    /// <summary>How long to wait for the next one.</summary>
    public TimeSpan Wait(TimeSpan now) => _next > now ? _next - now : TimeSpan.Zero;
}
