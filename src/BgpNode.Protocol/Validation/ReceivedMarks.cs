using System.Buffers;
using System.Buffers.Binary;
using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Validation;

/// <summary>
/// What the edge of an AS adds to a route that comes in over it, before any policy sees it: ONLY_TO_CUSTOMER (RFC 9234 §5), a
/// local preference of 0 for GRACEFUL_SHUTDOWN (RFC 8326 §4), NO_EXPORT for BLACKHOLE (RFC 7999 §3.2).
/// </summary>
public static class ReceivedMarks
{
    /// <param name="rules">The session's rules.</param>
    /// <param name="canonical">A set as <see cref="AttributeValidator.Judge"/> gave it.</param>
    /// <param name="output">Takes the set with what is added; untouched when nothing is.</param>
    /// <returns>Whether anything was added.</returns>
    public static bool Add(AttributeRules rules, ReadOnlySpan<byte> canonical, IBufferWriter<byte> output)
    {
        if (rules.IsInternal)
        {
            return false; // whoever brought the route into our AS has done it
        }

        bool marks = rules.OnlyToCustomer is not null, shutdown = false, blackhole = false, stays = false;
        var walk = new AttributeReader(canonical);
        while (walk.Next())
        {
            marks &= walk.Type != AttributeType.OnlyToCustomer;
            for (ReadOnlySpan<byte> rest = walk.Type == AttributeType.Communities ? walk.Value : []; rest.Length >= 4; rest = rest[4..])
            {
                var community = new Community(BinaryPrimitives.ReadUInt32BigEndian(rest));
                shutdown |= community == Community.GracefulShutdown;
                blackhole |= community == Community.Blackhole;
                stays |= community == Community.NoExport || community == Community.NoAdvertise;
            }
        }

        if (!marks && !shutdown && (!blackhole || stays))
        {
            return false;
        }

        PathAttributes set = PathAttributes.Read(canonical);
        set = set with
        {
            OnlyToCustomer = marks ? rules.OnlyToCustomer!.Value.Value : set.OnlyToCustomer,
            LocalPref = shutdown ? 0 : set.LocalPref,
            Communities = blackhole && !stays ? set.Communities.Add(Community.NoExport.Value).Sort() : set.Communities,
        };
        set.Write(output, fourOctetAs: true);
        return true;
    }
}
