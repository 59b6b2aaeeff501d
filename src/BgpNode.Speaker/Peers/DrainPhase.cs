namespace BgpNode.Speaker.Peers;

/// <summary>How far this node has gone on its way out.</summary>
public enum DrainPhase
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>Everything that it announces asks to be the last choice (RFC 8326).</summary>
    Leaving,

    /// <summary>Its sessions have ended and stay down.</summary>
    Gone,
}
