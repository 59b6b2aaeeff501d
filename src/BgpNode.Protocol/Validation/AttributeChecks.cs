using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Validation;

/// <summary>
/// The verdict on one attribute by itself: RFC 7606 §3 c (flags) and §7 (a row for each attribute), with the sections of other
/// RFCs that follow its pattern.
/// </summary>
internal static class AttributeChecks
{
    private const AttributeFlags ClassMask = AttributeFlags.Optional | AttributeFlags.Transitive;

    /// <returns>What is wrong with it, or null.</returns>
    public static AttributeFinding? Check(in AttributeReader attribute, AttributeRules rules) =>
        CheckFlags(attribute) ?? CheckValue(attribute, rules);

    // §3 c names the Optional and Transitive bits. RFC 4271 §5 demands Partial = 0 of all that is not optional transitive, with the same words.
    private static AttributeFinding? CheckFlags(in AttributeReader attribute)
    {
        if (attribute.Type.Class() is not { } expected)
        {
            // RFC 4271 §6.3; RFC 7606 leaves it a session reset: without knowing a mandatory rule one cannot go on.
            return (attribute.Flags & AttributeFlags.Optional) == 0
                ? new(UpdateAnswer.ResetSession, attribute.Type, ProtocolError.UnrecognizedWellKnown(attribute.Whole), $"{attribute.Type.Name()} is called well-known and is not")
                : null;
        }

        bool partialAllowed = expected == ClassMask;
        return (attribute.Flags & ClassMask) != expected
            ? Withdraw(attribute, ProtocolError.AttributeFlags(attribute.Whole), $"{attribute.Type.Name()} has the flags {FlagText(attribute.Flags)}, it is {FlagText(expected)}")
            : !partialAllowed && (attribute.Flags & AttributeFlags.Partial) != 0
            ? Withdraw(attribute, ProtocolError.AttributeFlags(attribute.Whole), $"{attribute.Type.Name()} cannot be partial")
            : null;
    }

    private static AttributeFinding? CheckValue(in AttributeReader attribute, AttributeRules rules)
    {
        switch (attribute.Type)
        {
            case AttributeType.Origin: // §7.1
                return Length(attribute, 1) ?? (attribute.Value[0] > (byte)Origin.Incomplete
                    ? Withdraw(attribute, ProtocolError.InvalidOrigin(attribute.Whole), $"ORIGIN is {attribute.Value[0]}")
                    : null);
            case AttributeType.AsPath: // §7.2
                return CheckAsPath(attribute, rules);
            case AttributeType.NextHop: // §7.3
                return Length(attribute, 4) ?? (NextHopRules.Problem(Address.FromBytes(attribute.Value), rules) is { } problem
                    ? Withdraw(attribute, ProtocolError.InvalidNextHop(attribute.Whole), problem)
                    : null);
            case AttributeType.MultiExitDisc: // §7.4
                return Length(attribute, 4);
            case AttributeType.LocalPref: // §7.5
                return rules.IsInternal ? Length(attribute, 4) : FromOutside(attribute);
            case AttributeType.AtomicAggregate: // §7.6
                return attribute.Value.IsEmpty ? null : Discard(attribute, WrongLength(attribute, 0));
            case AttributeType.Aggregator: // §7.7
                return CheckAggregator(attribute, rules.FourOctetAs ? 8 : 6);
            case AttributeType.Communities: // §7.8
            case AttributeType.ExtendedCommunities: // §7.14
            case AttributeType.IPv6ExtendedCommunities: // §7.15
            case AttributeType.LargeCommunities: // RFC 8092 §6
                return Multiple(attribute, UnitOf(attribute.Type));
            case AttributeType.OriginatorId: // §7.9
                return rules.IsInternal ? Length(attribute, 4) : FromOutside(attribute);
            case AttributeType.ClusterList: // §7.10
                return rules.IsInternal ? Multiple(attribute, 4) : FromOutside(attribute);
            case AttributeType.As4Path: // RFC 6793 §4.1, §6
                return CheckAs4Path(attribute, rules);
            case AttributeType.As4Aggregator:
                return rules.FourOctetAs ? Discard(attribute, "AS4_AGGREGATOR from a peer with AS numbers of four octets") : CheckAggregator(attribute, 8);
            case AttributeType.OnlyToCustomer: // RFC 9234 §5
                return Length(attribute, 4) ?? (new WireReader(attribute.Value).U32() == 0
                    ? Withdraw(attribute, ProtocolError.OptionalAttribute(attribute.Whole), "ONLY_TO_CUSTOMER is AS 0")
                    : null);
            case AttributeType.PmsiTunnel:
                return PassengerSyntax.Pmsi(attribute.Value) is { } pmsi ? Withdraw(attribute, ProtocolError.OptionalAttribute(attribute.Whole), pmsi) : null;
            case AttributeType.TunnelEncapsulation:
                return PassengerSyntax.TunnelEncapsulation(attribute.Value) is { } tunnel
                    ? Withdraw(attribute, ProtocolError.OptionalAttribute(attribute.Whole), tunnel)
                    : null;
            default:
                return null;
        }
    }

    private static AttributeFinding? CheckAsPath(in AttributeReader attribute, AttributeRules rules)
    {
        var path = AsPathSyntax.Read(attribute.Value, rules.FourOctetAs);
        string? problem = path.Problem is not null ? path.Problem
            : !rules.FourOctetAs && attribute.Value.Length > ushort.MaxValue / 2 ? "is too long for AS numbers of four octets"
            : path.HasZero ? "contains AS 0" // RFC 7607 §2
            : path.HasConfederation && !rules.IsInternal ? "has a confederation segment from outside" // RFC 5065 §5
            : path.HasSet && rules.RejectAsSets ? "has an AS_SET" // RFC 9774 §3
            : rules.EnforceFirstAs && !rules.IsInternal && !IsFirst(rules.PeerAs, path.First, rules) ? $"does not begin with the peer's AS {rules.PeerAs}"
            : null;
        return problem is null ? null : Withdraw(attribute, ProtocolError.MalformedAsPath, $"AS_PATH {problem}");
    }

    // A path of two octets names a peer with a long number AS_TRANS.
    private static bool IsFirst(AsNumber peer, uint? first, AttributeRules rules) =>
        first == (rules.FourOctetAs || peer.FitsTwoOctets ? peer : AsNumber.Trans).Value;

    // RFC 6793 §6 wants discard where RFC 7606 would withdraw: the AS_PATH is still there.
    private static AttributeFinding? CheckAs4Path(in AttributeReader attribute, AttributeRules rules)
    {
        if (rules.FourOctetAs)
        {
            return Discard(attribute, "AS4_PATH from a peer with AS numbers of four octets");
        }

        var path = AsPathSyntax.Read(attribute.Value, fourOctetAs: true);
        string? problem = path.Problem ?? (attribute.Value.IsEmpty ? "is empty" : path.HasZero ? "contains AS 0" : null);
        return problem is null ? null : Discard(attribute, $"AS4_PATH {problem}");
    }

    private static AttributeFinding? CheckAggregator(in AttributeReader attribute, int octets)
    {
        if (attribute.Value.Length != octets)
        {
            return Discard(attribute, WrongLength(attribute, octets));
        }

        var reader = new WireReader(attribute.Value);
        uint number = octets == 8 ? reader.U32() : reader.U16();
        return number == 0 ? Discard(attribute, $"{attribute.Type.Name()} is AS 0") : null; // RFC 7607 §2
    }

    private static int UnitOf(AttributeType communities) => communities switch
    {
        AttributeType.Communities => 4,
        AttributeType.ExtendedCommunities => 8,
        AttributeType.LargeCommunities => 12,
        _ => 20,
    };

    private static AttributeFinding? Length(in AttributeReader attribute, int octets) => attribute.Value.Length == octets
        ? null
        : Withdraw(attribute, ProtocolError.AttributeLength(attribute.Whole), WrongLength(attribute, octets));

    private static AttributeFinding? Multiple(in AttributeReader attribute, int unit) =>
        attribute.Value.Length != 0 && attribute.Value.Length % unit == 0
            ? null
            : Withdraw(attribute, ProtocolError.OptionalAttribute(attribute.Whole), $"{attribute.Type.Name()} has {attribute.Value.Length} octets, not a multiple of {unit}");

    private static AttributeFinding FromOutside(in AttributeReader attribute) =>
        Discard(attribute, $"{attribute.Type.Name()} from an external peer");

    private static string WrongLength(in AttributeReader attribute, int octets) =>
        $"{attribute.Type.Name()} has {attribute.Value.Length} octets instead of {octets}";

    private static string FlagText(AttributeFlags flags) => (flags & ClassMask) switch
    {
        AttributeFlags.None => "well-known non-transitive",
        AttributeFlags.Transitive => "well-known",
        AttributeFlags.Optional => "optional non-transitive",
        _ => "optional transitive",
    };

    private static AttributeFinding Withdraw(in AttributeReader attribute, ProtocolError error, string what) =>
        new(UpdateAnswer.TreatAsWithdraw, attribute.Type, error, what);

    private static AttributeFinding Discard(in AttributeReader attribute, string what) =>
        new(UpdateAnswer.DiscardAttribute, attribute.Type, ProtocolError.OptionalAttribute(attribute.Whole), what);
}
