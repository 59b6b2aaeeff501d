namespace BgpNode.Routing.Policy;

/// <summary>What a filter says about one route.</summary>
/// <param name="Accepts">Whether the route goes on.</param>
/// <param name="Rule">The rule that decided, as an operator would name it; null when no rule matched.</param>
/// <param name="Change">What the rule changes of an accepted route; null leaves it as it is.</param>
public readonly record struct FilterVerdict(bool Accepts, string? Rule, IRouteChange? Change = null);
