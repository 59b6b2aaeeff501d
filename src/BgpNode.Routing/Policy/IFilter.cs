using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Routing.Policy;

/// <summary>A compiled policy. Immutable, without side effects; equal filters give equal verdicts.</summary>
public interface IFilter
{
    /// <summary>Whether verdicts depend on the prefix. One that does not is asked once per attribute set.</summary>
    bool TestsPrefix { get; }

    /// <summary>Whether verdicts depend on attributes. Those of one that does not are not decoded for it.</summary>
    bool TestsAttributes { get; }

    /// <summary>Whether verdicts depend on the link of an own route; then <see cref="TestsPrefix"/> is true as well.</summary>
    bool TestsLink { get; }

    /// <summary>Whether some verdict carries a change.</summary>
    bool Changes { get; }

    /// <summary>The verdict on one route.</summary>
    /// <param name="prefix">The route's prefix; any prefix of the family when <see cref="TestsPrefix"/> is false.</param>
    /// <param name="attributes">Its attributes before export changes them.</param>
    /// <param name="isLearned">It came from a neighbour, not from this node.</param>
    /// <param name="link">The interface of a workload's route; null when there is none or it is not known.</param>
    FilterVerdict Judge(Prefix prefix, PathAttributes attributes, bool isLearned, string? link = null);
}
