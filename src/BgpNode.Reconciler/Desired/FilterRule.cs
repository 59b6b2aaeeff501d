using System.Text.RegularExpressions;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Reconciler.Desired;

/// <summary>One rule of a BGPFilter: every condition that it names must hold. Equal when its text is.</summary>
internal sealed class FilterRule : IEquatable<FilterRule>
{
    private readonly Family _family;
    private readonly BgpFilterRule _spec;
    private readonly Regex? _path;

    public FilterRule(string name, Family family, BgpFilterRule spec)
    {
        (Name, _family, _spec) = (name, family, spec);
        _path = spec.AsPath is { } pattern ? AsPathPattern.Compile(pattern) : null;
    }

    /// <summary>For people: the filter's name and the rule's number.</summary>
    public string Name { get; }

    public bool Accepts => _spec.Action == FilterAction.Accept;

    public bool TestsPrefix => _spec.Cidr is not null || _spec.MinPrefixLength is not null || _spec.MaxPrefixLength is not null;

    public bool TestsAttributes =>
        _path is not null || _spec.Med is not null || _spec.LocalPreference is not null || _spec.Communities.Count > 0 || _spec.AsPathPrefix.Count > 0;

    public bool Matches(Prefix prefix, PathAttributes attributes) =>
        prefix.Family == _family
        && MatchesPrefix(prefix)
        && (_spec.Med is null || attributes.Med == _spec.Med)
        && (_spec.LocalPreference is null || attributes.LocalPref == _spec.LocalPreference)
        && HasCommunities(attributes)
        && (_spec.AsPathPrefix.Count == 0 || BeginsWith(attributes.AsPath))
        && (_path is null || _path.IsMatch(attributes.AsPath.ToString()));

    public bool Equals(FilterRule? other) => other is not null && Name == other.Name && _family == other._family && _spec.Equals(other._spec);

    public override bool Equals(object? obj) => Equals(obj as FilterRule);

    public override int GetHashCode() => HashCode.Combine(Name, _family);

    // As in Calico, the lengths belong to what the operator compares with: NotIn is everything but those of In.
    private bool MatchesPrefix(Prefix prefix)
    {
        bool fits = prefix.Length >= (_spec.MinPrefixLength ?? 0) && prefix.Length <= (_spec.MaxPrefixLength ?? 128);
        return _spec.Cidr is not { } cidr ? fits : _spec.MatchOperator switch
        {
            MatchOperator.Equal => fits && prefix == cidr,
            MatchOperator.NotEqual => !(fits && prefix == cidr),
            MatchOperator.In => fits && cidr.Contains(prefix),
            _ => !(fits && cidr.Contains(prefix)),
        };
    }

    private bool HasCommunities(PathAttributes attributes)
    {
        foreach (CommunityValue value in _spec.Communities.AsSpan())
        {
            bool has = value.IsLarge
                ? attributes.LargeCommunities.Contains(new LargeCommunity(value.First, value.Second, value.Third))
                : attributes.Communities.Contains((value.First << 16) | value.Second);
            if (!has)
            {
                return false;
            }
        }

        return true;
    }

    private bool BeginsWith(AsPath path)
    {
        int next = 0;
        foreach (AsPathSegment segment in path.Segments)
        {
            foreach (AsNumber number in segment.Numbers)
            {
                if (next == _spec.AsPathPrefix.Count)
                {
                    return true;
                }

                if (segment.Type != AsPathSegmentType.Sequence || number != _spec.AsPathPrefix[next++])
                {
                    return false;
                }
            }
        }

        return next == _spec.AsPathPrefix.Count;
    }
}
