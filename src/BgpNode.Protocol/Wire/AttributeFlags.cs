namespace BgpNode.Protocol.Wire;

/// <summary>The first octet of a path attribute, RFC 4271 §4.3. The lower four bits are sent as zero and ignored.</summary>
[Flags]
public enum AttributeFlags : byte
{
    None = 0,
    ExtendedLength = 0x10,
    Partial = 0x20,
    Transitive = 0x40,
    Optional = 0x80,
}
