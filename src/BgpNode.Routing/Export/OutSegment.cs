namespace BgpNode.Routing.Export;

/// <summary>Whole messages in an <see cref="OutChunk"/> and who is to get them.</summary>
/// <param name="End">Where they end; they begin where the segment before ends.</param>
/// <param name="Audience">Who gets them.</param>
/// <param name="Source">The member that <paramref name="Audience"/> speaks of.</param>
internal readonly record struct OutSegment(int End, Audience Audience, ushort Source)
{
    public bool IsFor(ushort member) => Audience switch
    {
        Audience.All => true,
        Audience.Except => member != Source,
        _ => member == Source,
    };
}
