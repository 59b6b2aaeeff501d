namespace BgpNode.Protocol.Bfd;

/// <summary>The states of RFC 5880 §6.2, numbered as in the packet (§4.1).</summary>
public enum BfdState : byte
{
    /// <summary>Held down by an operator: not a sign that the path has failed.</summary>
    AdminDown = 0,

    Down = 1,

    /// <summary>The peer is heard; it does not hear us yet, as far as we know.</summary>
    Init = 2,

    Up = 3,
}
