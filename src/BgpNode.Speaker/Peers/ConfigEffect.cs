namespace BgpNode.Speaker.Peers;

/// <summary>What a change of configuration costs, the dearest last.</summary>
public enum ConfigEffect
{
    /// <summary>Nothing now: a description, or timers of the next connection.</summary>
    None,

    /// <summary>Routes are judged anew; the session stays.</summary>
    PolicyOnly,

    /// <summary>Connections sign with another key from now on, and may judge routes anew; the session stays.</summary>
    KeyChange,

    /// <summary>The OPEN or the transport would be another one: the session starts again.</summary>
    Reset,
}
