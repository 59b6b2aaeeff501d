namespace BgpNode.Routing.Attributes;

/// <summary>One interned set as it lies in memory. The bytes are the canonical attributes with the next hop behind them.</summary>
internal struct AttributeRecord
{
    public AttributeRank Rank;

    /// <summary>The upper half of the hash, which is all that the index looks at.</summary>
    public uint Hash;

    /// <summary>Paths, and messages under way, that use the set. At 0 it goes.</summary>
    public int References;

    /// <summary>Where the bytes are; in a record out of use, the next such record.</summary>
    public int Bytes;

    public ushort AttributesLength;

    /// <summary>0, 4, 16, or 32 with a link-local address (RFC 2545 §3).</summary>
    public byte NextHopLength;

    public byte Aliases;

    /// <summary>Rules of a session under which these very bytes were received and judged to be right, 0 for none.</summary>
    public ushort JudgedUnder;

    /// <summary>The head of the list of received forms that led here, 0 for none.</summary>
    public int FirstAlias;
}
