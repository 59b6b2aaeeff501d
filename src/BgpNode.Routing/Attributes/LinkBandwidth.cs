using System.Buffers.Binary;
using BgpNode.Protocol.Wire;

namespace BgpNode.Routing.Attributes;

/// <summary>
/// The link bandwidth extended community, draft-ietf-idr-link-bandwidth: what the way through a next hop can carry, in octets a
/// second. Paths that all have one share the traffic in proportion.
/// </summary>
internal static class LinkBandwidth
{
    /// <summary>Parts of the widest path; the kernel takes 1 to 256.</summary>
    private const int Parts = 100;

    /*  Type          1 octet     0x40, or 0x00 where it may leave the AS
        Sub-Type      1 octet     4
        AS            2 octets
        Bandwidth     4 octets    IEEE 754, octets a second   */
    /// <param name="extendedCommunities">The attribute's value.</param>
    /// <returns>0 for none; the first one counts.</returns>
    public static float Read(ReadOnlySpan<byte> extendedCommunities)
    {
        for (; extendedCommunities.Length >= 8; extendedCommunities = extendedCommunities[8..])
        {
            if (extendedCommunities[0] is 0x40 or 0 && extendedCommunities[1] == 4)
            {
                float bandwidth = BinaryPrimitives.ReadSingleBigEndian(extendedCommunities[4..]);
                return float.IsFinite(bandwidth) && bandwidth > 0 ? bandwidth : 0;
            }
        }

        return 0;
    }

    /// <summary>The link bandwidth of a set, 0 for none.</summary>
    public static float Of(in AttributeSet set)
    {
        var walk = new CanonicalReader(set.Wire);
        while (walk.Read())
        {
            if (walk.Type == AttributeType.ExtendedCommunities)
            {
                return Read(walk.Value);
            }
        }

        return 0;
    }

    /// <summary>The shares of paths, the smallest whole numbers that say them to a hundredth of the widest; never less than 1.</summary>
    /// <param name="bandwidths">All above 0.</param>
    /// <param name="weights">As many.</param>
    public static void Weigh(ReadOnlySpan<float> bandwidths, Span<ushort> weights)
    {
        float widest = 0;
        foreach (float bandwidth in bandwidths)
        {
            widest = Math.Max(widest, bandwidth);
        }

        int divisor = 0;
        for (int i = 0; i < bandwidths.Length; i++)
        {
            weights[i] = (ushort)Math.Max(1, Math.Round(bandwidths[i] / widest * Parts));
            divisor = CommonDivisor(weights[i], divisor);
        }

        foreach (ref ushort weight in weights[..bandwidths.Length])
        {
            weight = (ushort)(weight / divisor);
        }
    }

    private static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);
}
