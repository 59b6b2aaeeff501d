namespace BgpNode.Routing.Policy;

/// <summary>What more prefixes than the limit lead to.</summary>
public enum PrefixLimitAction
{
    /// <summary>The session ends with Cease 6/1 (RFC 4486 §4) and stays down for a while. Everything counts that the neighbour sent.</summary>
    Restart,

    /// <summary>A line in the log; all of them are used.</summary>
    Warn,

    /// <summary>As many as the limit are used, the others are kept unused until there is room. Only what import accepts counts.</summary>
    Block,
}
