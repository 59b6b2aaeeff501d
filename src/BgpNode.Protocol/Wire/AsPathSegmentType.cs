namespace BgpNode.Protocol.Wire;

/// <summary>RFC 4271 §4.3 and RFC 5065 §3.</summary>
public enum AsPathSegmentType : byte
{
    Set = 1,
    Sequence = 2,
    ConfederationSequence = 3,
    ConfederationSet = 4,
}
