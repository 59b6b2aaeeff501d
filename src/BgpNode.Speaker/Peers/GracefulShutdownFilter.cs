using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;

namespace BgpNode.Speaker.Peers;

/// <summary>Lets through what another filter lets through, and adds GRACEFUL_SHUTDOWN to all of it (RFC 8326 §4.2).</summary>
/// <param name="Inner">The neighbour's own export filter; null for none.</param>
internal sealed record GracefulShutdownFilter(IFilter? Inner) : IFilter
{
    public bool TestsPrefix => Inner?.TestsPrefix == true;

    public bool TestsAttributes => Inner?.TestsAttributes == true;

    public bool TestsLink => Inner?.TestsLink == true;

    public bool Changes => true;

    public FilterVerdict Judge(Prefix prefix, PathAttributes attributes, bool isLearned, string? link = null)
    {
        FilterVerdict verdict = Inner?.Judge(prefix, attributes, isLearned, link) ?? default;
        return verdict with { Change = new Mark(verdict.Change) };
    }

    private sealed record Mark(IRouteChange? First) : IRouteChange
    {
        public bool SetsMed => First?.SetsMed == true;

        public bool SetsNextHop => First?.SetsNextHop == true;

        public PathAttributes Apply(PathAttributes attributes)
        {
            PathAttributes changed = First?.Apply(attributes) ?? attributes;
            return changed.Communities.Contains(Community.GracefulShutdown.Value)
                ? changed
                : changed with { Communities = [.. changed.Communities.Append(Community.GracefulShutdown.Value).Order()] };
        }
    }
}
