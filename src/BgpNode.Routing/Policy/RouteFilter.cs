using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Attributes;

namespace BgpNode.Routing.Policy;

/// <summary>A filter at work: decodes an attribute set once for a run of prefixes that share it, and not at all when nobody looks.</summary>
internal sealed class RouteFilter(IFilter filter, AttributeTable attributes)
{
    private static readonly PathAttributes NotLookedAt = new();

    private int _lastSet;
    private PathAttributes _decoded = NotLookedAt;

    public bool TestsPrefix => filter.TestsPrefix;

    /// <summary>Null for no filter.</summary>
    public static RouteFilter? Of(IFilter? filter, AttributeTable attributes) => filter is null ? null : new RouteFilter(filter, attributes);

    /// <summary>A set's number may have been given to another one since.</summary>
    public void Forget() => _lastSet = 0;

    public FilterVerdict Judge(int setId, Prefix prefix)
    {
        if (filter.TestsAttributes && setId != _lastSet)
        {
            _decoded = attributes[setId].Decode(prefix.Family);
            _lastSet = setId;
        }

        return filter.Judge(prefix, _decoded);
    }
}
