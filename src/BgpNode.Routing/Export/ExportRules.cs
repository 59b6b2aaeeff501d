using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Attributes;
using BgpNode.Routing.Policy;
using BgpNode.Routing.Rib;

namespace BgpNode.Routing.Export;

/// <summary>What a neighbour may see: depends on the source and the attribute set of a path, not on its prefix.</summary>
internal static class ExportRules
{
    public static ExportRefusal Judge(ExportKey key, RibSource source, in AttributeSet set)
    {
        ExportRefusal refusal = JudgeSource(key, source, set);
        return refusal == ExportRefusal.None ? JudgeCommunities(key, set.Rank.Flags) : refusal;
    }

    /// <summary>What no filter rule can change, for routes whose communities one may change.</summary>
    public static ExportRefusal JudgeSource(ExportKey key, RibSource source, in AttributeSet set)
    {
        // A filter may open what the scope closes, and only it sees the prefix.
        return key.Filter is null && !InScope(key, source) ? ExportRefusal.Scope
            : source.Kind == SourceKind.Ibgp && key.Kind == SourceKind.Ibgp ? ExportRefusal.InternalToInternal
            : (set.Rank.Flags & SetFlags.OnlyToCustomer) != 0 && key.Role is { } role && role.LooksUp() ? ExportRefusal.OnlyToCustomer
            : ExportRefusal.None;
    }

    public static ExportRefusal JudgeCommunities(ExportKey key, SetFlags flags) =>
        (flags & SetFlags.NoAdvertise) != 0 ? ExportRefusal.NoAdvertise
        : key.IsExternal && (flags & SetFlags.NoExport) != 0 ? ExportRefusal.NoExport
        : ExportRefusal.None;

    /// <summary>Whether the neighbour sees a source's routes when no filter rule speaks of them.</summary>
    public static bool InScope(ExportKey key, RibSource source) =>
        key.Scope == ExportScope.All || (key.Scope == ExportScope.OwnOnly && source.Kind == SourceKind.Local);

    /// <summary>
    /// The next hop that goes with a path: 0 octets when there is none that the neighbour understands. 32 octets are a global and
    /// a link-local address (RFC 2545 §3).
    /// </summary>
    /// <param name="key">What the neighbours have in common.</param>
    /// <param name="source">Where the path comes from.</param>
    /// <param name="set">Its attributes.</param>
    /// <param name="family">The family of the prefix.</param>
    /// <param name="nextHop">Takes at most 32 octets.</param>
    /// <param name="ofPolicy">A filter rule gave the set its next hop: then that is it.</param>
    /// <remarks>
    /// <para>To external neighbours always ourselves (RFC 4271 §5.1.3; the third-party next hop that it allows is not used: on a
    /// node the shared subnet is rarely one on which neighbours reach each other without us).</para>
    /// <para>To internal ones: ourselves for what this node originates, unchanged for what it learned (RFC 4456 §10 for reflected
    /// paths), which is also what Calico configures.</para>
    /// </remarks>
    public static int NextHop(ExportKey key, RibSource source, in AttributeSet set, Family family, Span<byte> nextHop, bool ofPolicy = false)
    {
        bool keep = ofPolicy || (!set.NextHopBytes.IsEmpty && source.Kind != SourceKind.Local
            && (key.NextHopMode == NextHopMode.Keep || (key.NextHopMode == NextHopMode.Auto && !key.IsExternal)));
        if (keep)
        {
            set.NextHopBytes.CopyTo(nextHop);
            return Understands(key, family, set.NextHopBytes.Length) ? set.NextHopBytes.Length : 0;
        }

        Address? self = family == Family.IPv6 ? key.SelfV6 : key.SelfV4 ?? (key.ExtendedNextHop ? key.SelfV6 : null);
        return self?.WriteTo(nextHop) ?? 0;
    }

    private static bool Understands(ExportKey key, Family family, int octets) =>
        family == Family.IPv6 ? octets is 16 or 32 : octets == 4 || (octets > 4 && key.ExtendedNextHop);
}
