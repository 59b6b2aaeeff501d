using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Validation;

/// <summary>What stands in the value of an AS_PATH or AS4_PATH, found in one walk without decoding it.</summary>
internal readonly ref struct AsPathSyntax
{
    private AsPathSyntax(string? problem, bool hasZero, bool hasSet, bool hasConfederation, uint? first)
    {
        Problem = problem;
        HasZero = hasZero;
        HasSet = hasSet;
        HasConfederation = hasConfederation;
        First = first;
    }

    /// <summary>RFC 7606 §7.2, RFC 6793 §6: what makes it malformed, or null.</summary>
    public string? Problem { get; }

    /// <summary>AS 0 stands in it (RFC 7607 §2).</summary>
    public bool HasZero { get; }

    public bool HasSet { get; }

    public bool HasConfederation { get; }

    /// <summary>The leftmost number of a leading sequence.</summary>
    public uint? First { get; }

    public static AsPathSyntax Read(ReadOnlySpan<byte> value, bool fourOctetAs)
    {
        string? problem = null;
        bool zero = false, set = false, confederation = false;
        uint? first = null;
        var reader = new WireReader(value);
        for (bool leading = true; problem is null && reader.Remaining > 0; leading = false)
        {
            var type = (AsPathSegmentType)reader.U8();
            byte count = reader.U8();
            problem = type is < AsPathSegmentType.Set or > AsPathSegmentType.ConfederationSet ? $"has a segment of type {(byte)type}"
                : reader.Overrun ? "ends in half a segment header"
                : count == 0 ? "has a segment without numbers"
                : reader.Remaining < count * (fourOctetAs ? 4 : 2) ? "has a segment that runs off its end"
                : null;
            set |= type == AsPathSegmentType.Set;
            confederation |= type is AsPathSegmentType.ConfederationSequence or AsPathSegmentType.ConfederationSet;
            for (int i = 0; problem is null && i < count; i++)
            {
                uint number = fourOctetAs ? reader.U32() : reader.U16();
                zero |= number == 0;
                first ??= leading && type == AsPathSegmentType.Sequence ? number : null;
            }
        }

        return new(problem, zero, set, confederation, first);
    }
}
