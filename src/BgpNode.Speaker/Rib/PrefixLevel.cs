namespace BgpNode.Speaker.Rib;

/// <summary>How far a neighbour is from its limit of prefixes.</summary>
public enum PrefixLevel
{
    Normal,

    /// <summary>At or above the percentage that calls for a warning.</summary>
    Warning,

    /// <summary>More than the limit.</summary>
    Over,
}
