using System.IO.Enumeration;
using System.Text.RegularExpressions;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;

namespace BgpNode.Reconciler.Desired;

/// <summary>One rule of a BGPFilter: every condition that it names must hold. Equal when its text is.</summary>
internal sealed class FilterRule : IEquatable<FilterRule>
{
    private readonly Family _family;
    private readonly BgpFilterRule _spec;
    private readonly Regex? _path;
    private readonly PrefixTest _prefix;

    public FilterRule(string name, Family family, BgpFilterRule spec)
    {
        (Name, _family, _spec) = (name, family, spec);
        _path = spec.AsPath is { } pattern ? AsPathPattern.Compile(pattern) : null;
        Change = spec.Operations.Count > 0 ? new RouteOperations(spec.Operations) : null;
        _prefix = new PrefixTest(spec.Cidr, spec.MatchOperator, spec.MinPrefixLength, spec.MaxPrefixLength);
        TestsAttributes = _path is not null || spec.Med is not null || spec.LocalPreference is not null || spec.Priority is not null
            || spec.Communities.Count > 0 || spec.AsPathPrefix.Count > 0;
    }

    /// <summary>For people: the filter's name and the rule's number.</summary>
    public string Name { get; }

    public Family Family => _family;

    /// <summary>What is changed of a route that the rule accepts.</summary>
    public IRouteChange? Change { get; }

    public bool Accepts => _spec.Action == FilterAction.Accept;

    public bool TestsLink => _spec.Interface is not null;

    public bool TestsPrefix => TestsLink || _spec.Cidr is not null || _spec.MinPrefixLength is not null || _spec.MaxPrefixLength is not null;

    public bool TestsAttributes { get; }

    public bool Matches(in Prefix prefix, PathAttributes attributes, bool isLearned, string? link) =>
        prefix.Family == _family
        && (isLearned || _spec.Source is null)
        && (_spec.Interface is null || (link is not null && FileSystemName.MatchesSimpleExpression(_spec.Interface, link, ignoreCase: false)))
        && _prefix.Matches(prefix)
        && (!TestsAttributes || MatchesAttributes(attributes));

    /// <summary>What of the rule has no effect with such a peer, and why; null when all of it has.</summary>
    public string? Idle(bool import, bool isInternal)
    {
        string? preference = import || isInternal ? null
            : _spec.Operations.Any(operation => operation is BgpFilterOperation.SetLocalPreference) ? "setLocalPreference"
            : _spec.Operations.Any(operation => operation is BgpFilterOperation.SetPriority) ? "setPriority"
            : null;
        return preference is not null ? $"{preference} has no effect: external peers are not sent LOCAL_PREF (RFC 4271 §5.1.5); setMED or prependASPath speak to them"
            : _spec.Interface is not null && _spec.Source is not null ? "interface matches this node's own routes and source only learned ones, so the rule matches nothing"
            : null;
    }

    public bool Equals(FilterRule? other) => other is not null && Name == other.Name && _family == other._family && _spec.Equals(other._spec);

    public override bool Equals(object? obj) => Equals(obj as FilterRule);

    public override int GetHashCode() => HashCode.Combine(Name, _family);

    private bool MatchesAttributes(PathAttributes attributes) =>
        (_spec.Med is null || attributes.Med == _spec.Med)
        && (_spec.LocalPreference is null || attributes.LocalPref == _spec.LocalPreference)
        && (_spec.Priority is not { } priority || attributes.LocalPref == RouteOperations.LocalPreferenceOf(priority))
        && HasCommunities(attributes)
        && (_spec.AsPathPrefix.Count == 0 || BeginsWith(attributes.AsPath))
        && (_path is null || _path.IsMatch(attributes.AsPath.ToString()));

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
