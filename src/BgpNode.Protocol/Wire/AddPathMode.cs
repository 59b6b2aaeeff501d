namespace BgpNode.Protocol.Wire;

/// <summary>What the sender of the capability is able to do, RFC 7911 §4. Other values are to be ignored.</summary>
[Flags]
public enum AddPathMode : byte
{
    /// <summary>Neither; never on the wire.</summary>
    None = 0,
    Receive = 1,
    Send = 2,
    Both = 3,
}
