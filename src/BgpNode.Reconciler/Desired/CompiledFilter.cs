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
        TestsLink = rules.Any(rule => rule.TestsLink);
        TestsAttributes = rules.Any(rule => rule.TestsAttributes);
        Changes = rules.Any(rule => rule.Change is not null);
    }

    public bool TestsPrefix { get; }

    public bool TestsLink { get; }

    public bool TestsAttributes { get; }

    public bool Changes { get; }

    public FilterVerdict Judge(Prefix prefix, PathAttributes attributes, bool isLearned, string? link = null)
    {
        if (_refusesAll)
        {
            return new FilterVerdict(false, "a filter that is missing or not supported");
        }

        foreach (FilterRule rule in _rules.AsSpan()) // asked for every prefix
        {
            if (rule.Matches(prefix, attributes, isLearned, link))
            {
                return new FilterVerdict(rule.Accepts, rule.Name, rule.Change);
            }
        }

        return new FilterVerdict(false, null);
    }

    public bool Equals(CompiledFilter? other) => other is not null && _refusesAll == other._refusesAll && _rules.Equals(other._rules);

    public override bool Equals(object? obj) => Equals(obj as CompiledFilter);

    public override int GetHashCode() => _rules.GetHashCode();
}
