namespace BgpNode.Routing.Attributes;

/// <summary>A received form that was judged before: the same bytes under the same rules lead to the same set.</summary>
internal struct AttributeAlias
{
    /// <summary>Stands for "the received bytes are the canonical ones", which saves keeping them twice.</summary>
    public const int SameAsSet = -1;

    public ulong Hash;
    public int SetId;

    /// <summary>Where the bytes are, or <see cref="SameAsSet"/>.</summary>
    public int Bytes;

    /// <summary>The next alias of the same set, or the next one out of use.</summary>
    public int Next;

    public ushort Length;

    /// <summary>Rules of the session.</summary>
    public ushort RulesClass;

    /// <summary>The next hop came from MP_REACH_NLRI, not from these bytes.</summary>
    public bool Multiprotocol;
}
