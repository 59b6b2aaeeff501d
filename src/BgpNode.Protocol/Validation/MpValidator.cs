using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Validation;

/// <summary>
/// Judges where an UPDATE's routes stand: MP_REACH_NLRI (RFC 7606 §7.11), MP_UNREACH_NLRI (§7.12), and the syntax of every
/// field of prefixes (§5.3). A field that cannot be read to its end resets the session, because §3 j wants all routes found
/// before any is treated as withdrawn.
/// </summary>
public static class MpValidator
{
    /// <summary>§3 g: one of the two attributes is there twice.</summary>
    public static UpdateAnswer JudgeScan(in ScannedAttributes scanned, ICollection<AttributeFinding> findings)
    {
        if (!scanned.Duplicated)
        {
            return UpdateAnswer.Accept;
        }

        findings.Add(new(UpdateAnswer.ResetSession, default, ProtocolError.MalformedAttributeList, "an MP attribute is there twice"));
        return UpdateAnswer.ResetSession;
    }

    /// <summary>Judges an MP_REACH_NLRI.</summary>
    /// <param name="attribute">The whole attribute, as <see cref="ScannedAttributes.MpReachAttribute"/> has it.</param>
    /// <param name="rules">The session's rules.</param>
    /// <param name="reach">Its parts, unless the session is reset.</param>
    /// <param name="nextHop">Its next hop, when the answer is to accept.</param>
    /// <param name="linkLocal">Its link-local next hop, if there is one.</param>
    /// <param name="findings">Takes what is wrong.</param>
    /// <returns>
    /// <see cref="UpdateAnswer.Accept"/>; <see cref="UpdateAnswer.DiscardAttribute"/>: the family was not agreed on, ignore the
    /// attribute; <see cref="UpdateAnswer.TreatAsWithdraw"/>: flags or next hop are wrong, its prefixes can be read;
    /// <see cref="UpdateAnswer.ResetSession"/>.
    /// </returns>
    public static UpdateAnswer JudgeReach(
        ReadOnlySpan<byte> attribute,
        AttributeRules rules,
        out MpReach reach,
        out Address nextHop,
        out Address? linkLocal,
        ICollection<AttributeFinding> findings)
    {
        nextHop = default;
        linkLocal = null;
        var reader = new AttributeReader(attribute);
        reader.Next();
        if (!MpReach.TryRead(reader.Value, out reach))
        {
            return Found(findings, UpdateAnswer.ResetSession, reader, "MP_REACH_NLRI is cut short");
        }

        if (reach.Family is not { } family || !rules.Families.Has(family))
        {
            return Found(findings, UpdateAnswer.DiscardAttribute, reader, $"MP_REACH_NLRI of afi {reach.Afi} safi {reach.Safi} was not agreed on");
        }

        if (!IsLengthOf(family, reach.NextHop.Length, rules) || !MpReach.TryReadNextHop(reach.NextHop, out nextHop, out linkLocal))
        {
            return Found(findings, UpdateAnswer.ResetSession, reader, $"MP_REACH_NLRI has a next hop of {reach.NextHop.Length} octets");
        }

        if (!NlriReader.IsWellFormed(reach.Nlri, family, rules.AddPath.Has(family)))
        {
            return Found(findings, UpdateAnswer.ResetSession, reader, "MP_REACH_NLRI has a prefix that cannot be read");
        }

        return JudgeFlags(reader, findings) is var flags and not UpdateAnswer.Accept ? flags
            : NextHopRules.Problem(nextHop, rules) is { } problem ? Found(findings, UpdateAnswer.TreatAsWithdraw, reader, problem)
            : UpdateAnswer.Accept;
    }

    /// <summary>Judges an MP_UNREACH_NLRI; the answers are those of <see cref="JudgeReach"/>.</summary>
    /// <param name="attribute">The whole attribute, as <see cref="ScannedAttributes.MpUnreachAttribute"/> has it.</param>
    /// <param name="rules">The session's rules.</param>
    /// <param name="unreach">Its parts, unless the session is reset.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static UpdateAnswer JudgeUnreach(
        ReadOnlySpan<byte> attribute, AttributeRules rules, out MpUnreach unreach, ICollection<AttributeFinding> findings)
    {
        var reader = new AttributeReader(attribute);
        reader.Next();
        if (!MpUnreach.TryRead(reader.Value, out unreach))
        {
            return Found(findings, UpdateAnswer.ResetSession, reader, "MP_UNREACH_NLRI is cut short");
        }

        if (unreach.Family is not { } family || !rules.Families.Has(family))
        {
            return Found(findings, UpdateAnswer.DiscardAttribute, reader, $"MP_UNREACH_NLRI of afi {unreach.Afi} safi {unreach.Safi} was not agreed on");
        }

        return NlriReader.IsWellFormed(unreach.Nlri, family, rules.AddPath.Has(family))
            ? JudgeFlags(reader, findings)
            : Found(findings, UpdateAnswer.ResetSession, reader, "MP_UNREACH_NLRI has a prefix that cannot be read");
    }

    /// <summary>Judges the message's own fields, Withdrawn Routes and NLRI: 3/10 when a prefix cannot be read (§5.3).</summary>
    public static UpdateAnswer JudgeFields(in UpdateMessage update, AttributeRules rules, ICollection<AttributeFinding> findings)
    {
        bool addPath = rules.AddPath.Has(Family.IPv4);
        string? where = !NlriReader.IsWellFormed(update.Withdrawn, Family.IPv4, addPath) ? "Withdrawn Routes"
            : !NlriReader.IsWellFormed(update.Nlri, Family.IPv4, addPath) ? "NLRI"
            : null;
        if (where is null)
        {
            return UpdateAnswer.Accept;
        }

        findings.Add(new(UpdateAnswer.ResetSession, default, ProtocolError.InvalidNetworkField, $"{where} has a prefix that cannot be read"));
        return UpdateAnswer.ResetSession;
    }

    // RFC 4760 §3, RFC 2545 §3; IPv4 over IPv6 only when agreed (RFC 8950 §3).
    private static bool IsLengthOf(Family family, int octets, AttributeRules rules) => family == Family.IPv4
        ? octets == 4 || (rules.ExtendedNextHop && octets is 16 or 32)
        : octets is 16 or 32;

    // §3 c: its routes can be read, so they are withdrawn. Withdrawing what was to be withdrawn is the right thing anyway.
    private static UpdateAnswer JudgeFlags(in AttributeReader reader, ICollection<AttributeFinding> findings)
    {
        const AttributeFlags Judged = AttributeFlags.Optional | AttributeFlags.Transitive | AttributeFlags.Partial;
        if ((reader.Flags & Judged) == AttributeFlags.Optional)
        {
            return UpdateAnswer.Accept;
        }

        findings.Add(new(
            UpdateAnswer.TreatAsWithdraw, reader.Type, ProtocolError.AttributeFlags(reader.Whole), $"{reader.Type.Name()} has flags that are not its own"));
        return UpdateAnswer.TreatAsWithdraw;
    }

    // RFC 4760 §7: Optional Attribute Error.
    private static UpdateAnswer Found(ICollection<AttributeFinding> findings, UpdateAnswer answer, in AttributeReader reader, string what)
    {
        findings.Add(new(answer, reader.Type, ProtocolError.OptionalAttribute(reader.Whole), what));
        return answer;
    }
}
