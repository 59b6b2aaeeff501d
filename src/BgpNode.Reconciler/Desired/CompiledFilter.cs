using BgpNode.Datastore;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;

namespace BgpNode.Reconciler.Desired;

/// <summary>Rules in order; the first that matches decides. Equal when the rules are.</summary>
internal sealed class CompiledFilter : IFilter, IEquatable<CompiledFilter>
{
    /// <summary>Stands in for filters that could not be compiled.</summary>
    public static readonly CompiledFilter RefuseAll = new([]) { _refusesAll = true };

    private readonly EquatableList<FilterRule> _rules;
    private bool _refusesAll;

    public CompiledFilter(EquatableList<FilterRule> rules)
    {
        _rules = rules;
        TestsPrefix = rules.Any(rule => rule.TestsPrefix);
        TestsAttributes = rules.Any(rule => rule.TestsAttributes);
    }

    public bool TestsPrefix { get; }

    public bool TestsAttributes { get; }

    public FilterVerdict Judge(Prefix prefix, PathAttributes attributes)
    {
        if (_refusesAll)
        {
            return new FilterVerdict(false, "a filter that is missing or not supported");
        }

        foreach (FilterRule rule in _rules.AsSpan()) // asked for every prefix
        {
            if (rule.Matches(prefix, attributes))
            {
                return new FilterVerdict(rule.Accepts, rule.Name);
            }
        }

        return new FilterVerdict(false, null);
    }

    public bool Equals(CompiledFilter? other) => other is not null && _refusesAll == other._refusesAll && _rules.Equals(other._rules);

    public override bool Equals(object? obj) => Equals(obj as CompiledFilter);

    public override int GetHashCode() => _rules.GetHashCode();
}
