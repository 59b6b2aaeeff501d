namespace BgpNode.Datastore.Resources;

/// <summary>How many prefixes of one family a peer may send.</summary>
/// <param name="Limit">The number that is still allowed.</param>
/// <param name="WarnPercent">Where the warning begins, 1 to 100.</param>
/// <param name="Action">What happens beyond the limit.</param>
/// <param name="RestartAfter">After a restart by the limit, wait this long.</param>
public sealed record MaxPrefixesSpec(uint Limit, int? WarnPercent, MaxPrefixesAction? Action, TimeSpan? RestartAfter);
