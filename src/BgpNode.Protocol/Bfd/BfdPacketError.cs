namespace BgpNode.Protocol.Bfd;

/// <summary>Why a packet is dropped without a word (RFC 5880 §6.8.6, RFC 5881 §5).</summary>
public enum BfdPacketError
{
    None,

    /// <summary>Shorter than 24 octets, or than it says of itself, or it says less than 24.</summary>
    Length,

    /// <summary>Not version 1.</summary>
    Version,

    /// <summary>A Detect Mult of zero, the Multipoint bit, a My Discriminator of zero, or no Your Discriminator although past Down.</summary>
    Content,

    /// <summary>Authenticated, and nobody has agreed on a key.</summary>
    Authentication,

    /// <summary>Single hop with a TTL below 255: it came from further away (RFC 5082).</summary>
    Ttl,

    /// <summary>No session has its discriminator or its address.</summary>
    NoSession,
}
