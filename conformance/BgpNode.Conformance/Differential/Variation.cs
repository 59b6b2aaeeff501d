namespace BgpNode.Conformance.Differential;

/// <summary>How a neighbour's version of a recorded UPDATE differs; the same in every run.</summary>
internal readonly record struct Variation(bool Absent, int Prepends, byte Origin, uint? Med)
{
    public static Variation Of(byte feed, int update)
    {
        // Knuth's multiplicative hash: any function that mixes would do.
        uint hash = ((uint)update * 2654435761) ^ (feed * 0x9e3779b9u);
        hash ^= hash >> 15;
        hash *= 0x85ebca6b;
        hash ^= hash >> 13;
        return new(
            Absent: feed != 4 && (hash & 7) == 0, // the fourth tells everything
            Prepends: (hash >> 3 & 3) == 0 ? 1 : 0,
            Origin: (hash >> 5 & 7) == 0 ? (byte)2 : (byte)0,
            Med: (hash >> 8 & 3) == 0 ? null : 10 * (hash >> 10 & 3));
    }
}
