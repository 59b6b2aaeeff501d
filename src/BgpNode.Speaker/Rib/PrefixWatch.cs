namespace BgpNode.Speaker.Rib;

/// <summary>
/// Watches how many prefixes of one family a neighbour has, against its limit. A level is entered at its number and left only a
/// twentieth of the limit below it, so that one route that comes and goes says nothing twice.
/// </summary>
internal sealed class PrefixWatch
{
    public PrefixLevel Level { get; private set; }

    /// <summary>Some routes are kept unused because the limit was reached.</summary>
    public bool Blocks { get; set; }

    /// <summary>Takes note of a count. Returns whether the level changed.</summary>
    /// <param name="count">Prefixes that count against the limit.</param>
    /// <param name="limit">The number that is still allowed, 1 or more.</param>
    /// <param name="warnPercent">1 to 100.</param>
    public bool Look(long count, int limit, int warnPercent)
    {
        PrefixLevel reached = LevelOf(count, limit, warnPercent);
        PrefixLevel left = LevelOf(count + (limit / 20), limit, warnPercent);
        PrefixLevel now = reached > Level ? reached : left < Level ? left : Level;
        bool changed = now != Level;
        Level = now;
        return changed;
    }

    private static PrefixLevel LevelOf(long count, int limit, int warnPercent) =>
        count > limit ? PrefixLevel.Over
        : count * 100 >= (long)limit * warnPercent ? PrefixLevel.Warning
        : PrefixLevel.Normal;
}
