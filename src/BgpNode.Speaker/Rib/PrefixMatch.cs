namespace BgpNode.Speaker.Rib;

/// <summary>How a <see cref="RouteQuery"/>'s prefix selects.</summary>
public enum PrefixMatch
{
    /// <summary>The prefix itself.</summary>
    Exact,

    /// <summary>The prefix and everything inside it.</summary>
    Longer,

    /// <summary>The longest prefix that contains it and has a route.</summary>
    Longest,
}
