using System.Buffers;
using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Validation;

/// <summary>
/// Judges the attributes of an UPDATE by RFC 7606 and writes them in canonical form. The steps stay apart: where attributes
/// begin (§3 g, §4), each by itself (<see cref="AttributeChecks"/>), all together (§3 d, §3 h, §5.2).
/// </summary>
public static class AttributeValidator
{
    private const int Types = 256;

    /// <summary>
    /// Judges all attributes but MP_REACH_NLRI and MP_UNREACH_NLRI, which <see cref="MpValidator"/> judges. To be called once
    /// per distinct set, not per prefix.
    /// </summary>
    /// <param name="attributes">The attributes of one UPDATE, with or without the two MP attributes.</param>
    /// <param name="rules">The session's rules.</param>
    /// <param name="hasNextHop">The routes are in the message's own NLRI field, so NEXT_HOP is mandatory; else it is ignored (RFC 4760 §3).</param>
    /// <param name="announces">The message announces at least one route; without one RFC 7606 §5.2 is stricter.</param>
    /// <param name="canonical">Takes the canonical form (see <see cref="PathAttributes"/>) when routes are announced and the answer is to accept or discard.</param>
    /// <param name="findings">Takes everything that is wrong.</param>
    /// <returns>The severest answer of all findings.</returns>
    public static UpdateAnswer Judge(
        ReadOnlySpan<byte> attributes,
        AttributeRules rules,
        bool hasNextHop,
        bool announces,
        IBufferWriter<byte> canonical,
        ICollection<AttributeFinding> findings)
    {
        if (announces && IsRightAndCanonical(attributes, rules, hasNextHop))
        {
            canonical.Write(attributes);
            return UpdateAnswer.Accept;
        }

        Span<int> begins = stackalloc int[Types];
        UpdateAnswer answer = Locate(attributes, begins, findings);

        for (int type = NextPresent(begins, 0); type >= 0; type = NextPresent(begins, type + 1))
        {
            AttributeReader attribute = At(attributes, begins[type]);
            if (IsIgnored(attribute, rules, hasNextHop))
            {
                begins[type] = -1;
            }
            else if (AttributeChecks.Check(attribute, rules) is { } finding)
            {
                findings.Add(finding);
                answer = Max(answer, finding.Answer);
                begins[type] = -1;
            }
        }

        if (announces && answer < UpdateAnswer.TreatAsWithdraw) // a malformed attribute is not missing as well
        {
            answer = Max(answer, RequireMandatory(begins, hasNextHop, findings));
        }

        if (!announces && answer is UpdateAnswer.TreatAsWithdraw or UpdateAnswer.DisableFamily)
        {
            return WithoutRoutes(findings);
        }

        if (announces && answer <= UpdateAnswer.DiscardAttribute)
        {
            CanonicalAttributes.Write(attributes, begins, rules, canonical);
        }

        return answer;
    }

    /// <summary>The next type at or after <paramref name="type"/> that is kept, or -1. There are few of them, and 256 places.</summary>
    internal static int NextPresent(ReadOnlySpan<int> begins, int type)
    {
        int found = begins[type..].IndexOfAnyExcept(-1);
        return found < 0 ? -1 : type + found;
    }

    // Nearly every set comes like this: then one walk says so, and nothing is put into order.
    private static bool IsRightAndCanonical(ReadOnlySpan<byte> attributes, AttributeRules rules, bool hasNextHop)
    {
        if (!rules.FourOctetAs)
        {
            return false;
        }

        var reader = new AttributeReader(attributes);
        AttributeType last = 0;
        int mandatory = 0;
        while (reader.Next())
        {
            if (reader.Type <= last || reader.Type is AttributeType.MpReachNlri or AttributeType.MpUnreachNlri
                || IsIgnored(reader, rules, hasNextHop) || !CanonicalAttributes.Is(reader) || AttributeChecks.Check(reader, rules) is not null)
            {
                return false;
            }

            last = reader.Type;
            mandatory += last <= AttributeType.NextHop ? 1 : 0;
        }

        return !reader.Overrun && mandatory == (hasNextHop ? 3 : 2); // §3 d
    }

    // Where the first of each type begins, -1 for none.
    private static UpdateAnswer Locate(ReadOnlySpan<byte> attributes, Span<int> begins, ICollection<AttributeFinding> findings)
    {
        var answer = UpdateAnswer.Accept;
        begins.Fill(-1);
        var reader = new AttributeReader(attributes);
        while (reader.Next())
        {
            if (reader.Type is AttributeType.MpReachNlri or AttributeType.MpUnreachNlri)
            {
                continue;
            }

            if (begins[(int)reader.Type] < 0)
            {
                begins[(int)reader.Type] = reader.Offset;
                continue;
            }

            // §3 g: the first one counts.
            findings.Add(new(UpdateAnswer.DiscardAttribute, reader.Type, ProtocolError.MalformedAttributeList, $"{reader.Type.Name()} is there twice"));
            answer = UpdateAnswer.DiscardAttribute;
        }

        if (reader.Overrun)
        {
            // §4: the message's own lengths fit, so its NLRI can be found and withdrawn.
            findings.Add(new(UpdateAnswer.TreatAsWithdraw, default, ProtocolError.MalformedAttributeList, "the attributes run off their end"));
            answer = UpdateAnswer.TreatAsWithdraw;
        }

        return answer;
    }

    private static AttributeReader At(ReadOnlySpan<byte> attributes, int begin)
    {
        var reader = new AttributeReader(attributes[begin..]);
        reader.Next();
        return reader;
    }

    // Dropped without a word: they are right, and mean nothing here.
    private static bool IsIgnored(in AttributeReader attribute, AttributeRules rules, bool hasNextHop) => attribute.Type switch
    {
        AttributeType.NextHop => !hasNextHop, // RFC 4760 §3
        0 => true, // reserved
        AttributeType.Aigp => true, // RFC 7311 §3.2: not enabled
        AttributeType.LinkState => true, // RFC 9552: of another family
        AttributeType.NextHopCharacteristics or AttributeType.PrefixSid => true, // mean one next hop or one SR domain (RFC 8669 §6)
        AttributeType.AttributeSet => true, // RFC 6368: between PE routers
        _ => attribute.Type.Class() is null && (attribute.Flags & AttributeFlags.Optional) != 0
            && ((attribute.Flags & AttributeFlags.Transitive) == 0 || !rules.KeepUnknown), // RFC 4271 §5: quietly
    };

    // §3 d
    private static UpdateAnswer RequireMandatory(ReadOnlySpan<int> begins, bool hasNextHop, ICollection<AttributeFinding> findings)
    {
        var answer = UpdateAnswer.Accept;
        ReadOnlySpan<AttributeType> mandatory = hasNextHop
            ? [AttributeType.Origin, AttributeType.AsPath, AttributeType.NextHop]
            : [AttributeType.Origin, AttributeType.AsPath];
        foreach (AttributeType type in mandatory)
        {
            if (begins[(int)type] < 0)
            {
                findings.Add(new(UpdateAnswer.TreatAsWithdraw, type, ProtocolError.MissingWellKnown(type), $"{type.Name()} is missing"));
                answer = UpdateAnswer.TreatAsWithdraw;
            }
        }

        return answer;
    }

    // §5.2: nothing to withdraw, so where the routes went cannot be told.
    private static UpdateAnswer WithoutRoutes(ICollection<AttributeFinding> findings)
    {
        AttributeFinding worst = findings.First(finding => finding.Answer > UpdateAnswer.DiscardAttribute);
        findings.Add(worst with { Answer = UpdateAnswer.ResetSession, What = $"{worst.What}, in a message without routes" });
        return UpdateAnswer.ResetSession;
    }

    private static UpdateAnswer Max(UpdateAnswer left, UpdateAnswer right) => left > right ? left : right;
}
