namespace BgpNode.Routing.Policy;

/// <summary>What a neighbour gets as next hop.</summary>
public enum NextHopMode
{
    /// <summary>RFC 4271 §5.1.3: ourselves to external neighbours unless they share the next hop's subnet, unchanged to internal ones.</summary>
    Auto,

    /// <summary>Always our own address on the session.</summary>
    Self,

    /// <summary>Never changed.</summary>
    Keep,
}
