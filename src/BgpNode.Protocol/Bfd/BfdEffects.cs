namespace BgpNode.Protocol.Bfd;

/// <summary>What an event asks the session's owner to do.</summary>
[Flags]
public enum BfdEffects
{
    None = 0,

    /// <summary>The state is another one.</summary>
    StateChanged = 1,

    /// <summary>The intervals that both ends agree on are others.</summary>
    TimersChanged = 2,

    /// <summary>A packet is due at once, because it would say something new (RFC 5880 §6.8.7).</summary>
    Send = 4,

    /// <summary>A poll is to be answered at once (§6.5).</summary>
    SendFinal = 8,
}
