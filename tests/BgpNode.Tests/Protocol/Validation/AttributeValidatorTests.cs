using System.Buffers;
using BgpNode.Net;
using BgpNode.Protocol.Validation;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using BgpNode.Tests.Protocol.Wire;
using CsCheck;
using Xunit;
using static BgpNode.Protocol.Validation.UpdateAnswer;

namespace BgpNode.Tests.Protocol.Validation;

/// <summary>RFC 7606 as a table: one attribute of an otherwise right UPDATE is replaced or added, then comes the answer.</summary>
public class AttributeValidatorTests
{
    private const byte WellKnown = 0x40;
    private const byte Optional = 0x80;
    private const byte Transitive = 0xc0;
    private const byte PartialWellKnown = 0x60;

    private static readonly AttributeRules External = new() { FourOctetAs = true, IsInternal = false, PeerAs = new(65001), LocalAddress = Address.Parse("192.0.2.254") };
    private static readonly AttributeRules Internal = External with { IsInternal = true };
    private static readonly AttributeRules TwoOctets = External with { FourOctetAs = false };

    [Theory, Rfc(7606, "3")]
    [InlineData(1, Transitive, "00", TreatAsWithdraw)]
    [InlineData(1, 0x00, "00", TreatAsWithdraw)]
    [InlineData(1, PartialWellKnown, "00", TreatAsWithdraw)]
    [InlineData(2, Transitive, "0201 0000fde9", TreatAsWithdraw)]
    [InlineData(2, PartialWellKnown, "0201 0000fde9", TreatAsWithdraw)]
    [InlineData(3, Transitive, "c0000201", TreatAsWithdraw)]
    [InlineData(4, Transitive, "0000000a", TreatAsWithdraw)]
    [InlineData(4, WellKnown, "0000000a", TreatAsWithdraw)]
    [InlineData(4, 0xa0, "0000000a", TreatAsWithdraw)]
    [InlineData(5, Transitive, "00000064", TreatAsWithdraw)]
    [InlineData(6, Transitive, "", TreatAsWithdraw)]
    [InlineData(7, Optional, "0000fde9 0a000001", TreatAsWithdraw)]
    [InlineData(8, Optional, "ffff0001", TreatAsWithdraw)]
    [InlineData(9, Transitive, "0a000002", TreatAsWithdraw)]
    [InlineData(10, Transitive, "0a000002", TreatAsWithdraw)]
    [InlineData(16, Optional, "0002fde900000001", TreatAsWithdraw)]
    [InlineData(17, Optional, "0201 00010001", TreatAsWithdraw)]
    [InlineData(18, Optional, "0000fde9 0a000001", TreatAsWithdraw)]
    [InlineData(22, Optional, "0006000000 0a000002", TreatAsWithdraw)]
    [InlineData(23, Optional, "00070000", TreatAsWithdraw)]
    [InlineData(25, Optional, "0002 20010db8000000000000000000000001 0001", TreatAsWithdraw)]
    [InlineData(32, Optional, "0000fde9 00000001 00000002", TreatAsWithdraw)]
    [InlineData(35, Optional, "0000fde9", TreatAsWithdraw)]
    [InlineData(32, 0xe0, "0000fde9 00000001 00000002", Accept)] // Partial is right where it may be
    [InlineData(4, 0x8f, "0000000a", Accept)] // the lower four bits are ignored
    public void Flags(byte type, byte flags, string value, UpdateAnswer answer)
    {
        Judged judged = Judge(With(type, flags, value), External);
        Assert.Equal(answer, judged.Answer);
        if (answer != Accept)
        {
            Assert.Equal(ProtocolError.AttributeFlags(Bytes.Hex(Bytes.Attribute(flags, type, value))), judged.Findings.Single().Error);
        }
    }

    [Theory, Rfc(7606, "7.1")]
    [InlineData("", TreatAsWithdraw, 5)]
    [InlineData("0000", TreatAsWithdraw, 5)]
    [InlineData("03", TreatAsWithdraw, 6)]
    [InlineData("ff", TreatAsWithdraw, 6)]
    [InlineData("00", Accept, 0)]
    [InlineData("02", Accept, 0)]
    public void ORIGIN(string value, UpdateAnswer answer, byte subcode) => Expect(1, WellKnown, value, External, answer, subcode);

    [Theory, Rfc(7606, "7.2"), Rfc(7607, "2")]
    [InlineData("00 01 0000fde9", TreatAsWithdraw)] // segment type
    [InlineData("05 01 0000fde9", TreatAsWithdraw)]
    [InlineData("02 00", TreatAsWithdraw)] // empty segment
    [InlineData("02 01 0000fde9 01 00", TreatAsWithdraw)]
    [InlineData("02 ff 0000fde9", TreatAsWithdraw)] // runs off the end
    [InlineData("02 02 0000fde9 0000", TreatAsWithdraw)]
    [InlineData("02 01 0000fde9 02", TreatAsWithdraw)] // half a header
    [InlineData("02 01 00000000", TreatAsWithdraw)] // AS 0
    [InlineData("02 01 0000fde9 01 02 00000001 00000000", TreatAsWithdraw)]
    [InlineData("", Accept)]
    [InlineData("02 01 0000fde9 01 02 00000001 00000002", Accept)] // AS_SET
    public void AS_PATH(string value, UpdateAnswer answer) => Expect(2, WellKnown, value, External, answer, 11);

    [Fact, Rfc(5065, "5")]
    public void A_confederation_segment_comes_only_from_inside()
    {
        Expect(2, WellKnown, "03 01 0000fde9", External, TreatAsWithdraw, 11);
        Expect(2, WellKnown, "04 01 0000fde9", External, TreatAsWithdraw, 11);
        Expect(2, WellKnown, "03 01 0000fde9", Internal, Accept, 0);
    }

    [Fact, Rfc(9774, "3")]
    public void An_AS_SET_is_refused_on_demand() =>
        Expect(2, WellKnown, "02 01 0000fde9 01 01 00000001", External with { RejectAsSets = true }, TreatAsWithdraw, 11);

    [Fact, Rfc(4271, "6.3")]
    public void The_first_AS_is_enforced_on_demand()
    {
        AttributeRules enforcing = External with { EnforceFirstAs = true };
        Expect(2, WellKnown, "02 01 0000fdea", External, Accept, 0);
        Expect(2, WellKnown, "02 01 0000fdea", enforcing, TreatAsWithdraw, 11);
        Expect(2, WellKnown, "01 01 0000fde9", enforcing, TreatAsWithdraw, 11);
        Expect(2, WellKnown, "", enforcing, TreatAsWithdraw, 11);
        Expect(2, WellKnown, "02 02 0000fde9 00000001", enforcing, Accept, 0);
        Expect(2, WellKnown, "02 01 0000fdea", enforcing with { IsInternal = true }, Accept, 0);
        Expect(2, WellKnown, "02 01 5ba0", enforcing with { FourOctetAs = false, PeerAs = new(65536) }, Accept, 0);
    }

    [Theory, Rfc(7606, "7.3"), Rfc(4271, "6.3")]
    [InlineData("c00002", TreatAsWithdraw, 5)]
    [InlineData("c000020100", TreatAsWithdraw, 5)]
    [InlineData("", TreatAsWithdraw, 5)]
    [InlineData("00000000", TreatAsWithdraw, 8)]
    [InlineData("7f000001", TreatAsWithdraw, 8)]
    [InlineData("e0000001", TreatAsWithdraw, 8)]
    [InlineData("ffffffff", TreatAsWithdraw, 8)]
    [InlineData("c00002fe", TreatAsWithdraw, 8)] // ourselves
    [InlineData("c0000209", Accept, 0)]
    public void NEXT_HOP(string value, UpdateAnswer answer, byte subcode) => Expect(3, WellKnown, value, External, answer, subcode);

    [Theory, Rfc(7606, "7.4")]
    [InlineData("", TreatAsWithdraw)]
    [InlineData("000000", TreatAsWithdraw)]
    [InlineData("000000000a", TreatAsWithdraw)]
    [InlineData("0000000a", Accept)]
    public void MULTI_EXIT_DISC(string value, UpdateAnswer answer) => Expect(4, Optional, value, External, answer, 5);

    [Theory, Rfc(7606, "7.5")]
    [InlineData("", TreatAsWithdraw)]
    [InlineData("000000", TreatAsWithdraw)]
    [InlineData("0000000064", TreatAsWithdraw)]
    [InlineData("00000064", Accept)]
    public void LOCAL_PREF(string value, UpdateAnswer inside)
    {
        Expect(5, WellKnown, value, Internal, inside, 5);
        ExpectDiscarded(5, WellKnown, value, External);
    }

    [Fact, Rfc(7606, "7.6")]
    public void ATOMIC_AGGREGATE()
    {
        Expect(6, WellKnown, "", External, Accept, 0);
        ExpectDiscarded(6, WellKnown, "00", External);
    }

    [Theory, Rfc(7606, "7.7"), Rfc(7607, "2")]
    [InlineData("0000fde9 0a0000")]
    [InlineData("0000fde9 0a000002 00")]
    [InlineData("fde9 0a000001")]
    [InlineData("")]
    [InlineData("00000000 0a000001")]
    public void AGGREGATOR(string value) => ExpectDiscarded(7, Transitive, value, External);

    [Fact, Rfc(7606, "7.7")]
    public void AGGREGATOR_has_the_agreed_length()
    {
        Expect(7, Transitive, "0000fde9 0a000001", External, Accept, 0);
        ExpectDiscarded(7, Transitive, "0000fde9 0a000001", TwoOctets, path: "0201 fde9");
        Assert.Equal(Accept, Judge(With(7, Transitive, "fde9 0a000001", "0201 fde9"), TwoOctets).Answer);
    }

    [Theory, Rfc(7606, "7.8"), Rfc(7606, "7.14"), Rfc(7606, "7.15"), Rfc(8092, "6")]
    [InlineData(8, 4)]
    [InlineData(16, 8)]
    [InlineData(25, 20)]
    [InlineData(32, 12)]
    public void Communities_come_in_whole_and_at_least_once(byte type, int unit)
    {
        Expect(type, Transitive, "", External, TreatAsWithdraw, 9);
        Expect(type, Transitive, new string('0', 2 * (unit + 1)), External, TreatAsWithdraw, 9);
        Expect(type, Transitive, new string('0', 2 * (unit - 1)), External, TreatAsWithdraw, 9);
        Expect(type, Transitive, new string('0', 2 * unit), External, Accept, 0);
        Expect(type, Transitive, new string('0', 4 * unit), External, Accept, 0);
    }

    [Theory, Rfc(7606, "7.9")]
    [InlineData("0a0000", TreatAsWithdraw)]
    [InlineData("0a00000200", TreatAsWithdraw)]
    [InlineData("", TreatAsWithdraw)]
    [InlineData("0a000002", Accept)]
    public void ORIGINATOR_ID(string value, UpdateAnswer inside)
    {
        Expect(9, Optional, value, Internal, inside, 5);
        ExpectDiscarded(9, Optional, value, External);
    }

    [Theory, Rfc(7606, "7.10")]
    [InlineData("", TreatAsWithdraw)]
    [InlineData("0a00000200", TreatAsWithdraw)]
    [InlineData("0a000002 00000001", Accept)]
    public void CLUSTER_LIST(string value, UpdateAnswer inside)
    {
        Expect(10, Optional, value, Internal, inside, 9);
        ExpectDiscarded(10, Optional, value, External);
    }

    [Theory, Rfc(6793, "6"), Rfc(6793, "4.1")]
    [InlineData("00 01 00010001")]
    [InlineData("02 00")]
    [InlineData("02 02 00010001")]
    [InlineData("02 01 00000000")]
    [InlineData("")]
    public void AS4_PATH(string value)
    {
        ExpectDiscarded(17, Transitive, value, External);
        ExpectDiscarded(17, Transitive, value, TwoOctets, path: "0201 fde9");
    }

    [Theory, Rfc(6793, "6"), Rfc(6793, "4.1")]
    [InlineData("0000fde9 0a0000")]
    [InlineData("0000fde9 0a000002 00")]
    [InlineData("00000000 0a000002")]
    public void AS4_AGGREGATOR(string value)
    {
        ExpectDiscarded(18, Transitive, value, External);
        ExpectDiscarded(18, Transitive, value, TwoOctets, path: "0201 fde9");
    }

    [Theory, Rfc(6514, "5")]
    [InlineData("00060000", TreatAsWithdraw)]
    [InlineData("0008000000 0a000002", TreatAsWithdraw)]
    [InlineData("00ff000000 0a000002", TreatAsWithdraw)]
    [InlineData("0006000000 0a00000200", TreatAsWithdraw)]
    [InlineData("0006000000 0a000002", Accept)]
    public void PMSI_TUNNEL(string value, UpdateAnswer answer) => Expect(22, Transitive, value, External, answer, 9);

    [Theory, Rfc(9012, "13")]
    [InlineData("000700", TreatAsWithdraw)]
    [InlineData("0007000401", TreatAsWithdraw)]
    [InlineData("0007000401ff", TreatAsWithdraw)]
    [InlineData("0007 0002 01ff", TreatAsWithdraw)]
    [InlineData("0007 0003 01 01 00", Accept)]
    [InlineData("0007 0004 80 0001 00", Accept)]
    public void TUNNEL_ENCAPSULATION(string value, UpdateAnswer answer) => Expect(23, Transitive, value, External, answer, 9);

    [Theory, Rfc(9234, "5")]
    [InlineData("0000fd", TreatAsWithdraw, 5)]
    [InlineData("0000fde900", TreatAsWithdraw, 5)]
    [InlineData("00000000", TreatAsWithdraw, 9)]
    [InlineData("0000fde9", Accept, 0)]
    public void ONLY_TO_CUSTOMER(string value, UpdateAnswer answer, byte subcode) => Expect(35, Transitive, value, External, answer, subcode);

    [Theory, Rfc(4271, "5"), Rfc(7311, "3.2"), Rfc(8669, "6")]
    [InlineData(26, Transitive, "01000b0000000000000000000a")] // AIGP, with wrong flags
    [InlineData(26, Optional, "")]
    [InlineData(29, Optional, "040000ff00")] // BGP-LS
    [InlineData(39, Transitive, "0001010001ff00")]
    [InlineData(40, Optional, "010007000000000001")]
    [InlineData(40, Transitive, "0100ff000000")]
    [InlineData(128, Transitive, "00")]
    [InlineData(0, Transitive, "00")]
    [InlineData(0xfd, Optional, "deadbeef")] // unknown, not transitive
    public void What_means_nothing_here_goes_no_further(byte type, byte flags, string value)
    {
        Judged judged = Judge(With(type, flags, value), External);
        Assert.Equal(Accept, judged.Answer);
        Assert.Equal(Judge(Right(), External).Canonical, judged.Canonical);
    }

    [Fact, Rfc(4271, "5")]
    public void An_unknown_transitive_attribute_is_passed_along_as_partial()
    {
        Judged judged = Judge(With(0xfe, Transitive, "deadbeef"), External);
        Assert.Equal(Accept, judged.Answer);
        Assert.EndsWith("E0FE04DEADBEEF", judged.Canonical, StringComparison.Ordinal);
        Assert.DoesNotContain("DEADBEEF", Judge(With(0xfe, Transitive, "deadbeef"), External with { KeepUnknown = false }).Canonical, StringComparison.Ordinal);
    }

    [Fact, Rfc(4271, "6.3")]
    public void An_unknown_well_known_attribute_resets_the_session()
    {
        Judged judged = Judge(With(0xfc, WellKnown, "00"), External);
        Assert.Equal(ResetSession, judged.Answer);
        Assert.Equal(ProtocolError.UnrecognizedWellKnown(Bytes.Hex("40fc0100")), judged.Findings.Single().Error);
    }

    [Theory, Rfc(7606, "3")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_missing_mandatory_attribute_withdraws(byte type)
    {
        Judged judged = Judge(Without(type), External);
        Assert.Equal(TreatAsWithdraw, judged.Answer);
        Assert.Equal(ProtocolError.MissingWellKnown((AttributeType)type), judged.Findings.Single().Error);
    }

    [Fact, Rfc(4760, "3")]
    public void NEXT_HOP_does_not_count_beside_MP_REACH_NLRI()
    {
        Assert.Equal(Accept, Judge(Without(3), External, hasNextHop: false).Answer);
        Judged judged = Judge(With(3, WellKnown, "00"), External, hasNextHop: false);
        Assert.Equal(Accept, judged.Answer);
        Assert.Equal("40010100" + "4002060201" + "0000FDE9", judged.Canonical);
    }

    [Theory, Rfc(7606, "3")]
    [InlineData(1, WellKnown, "01")]
    [InlineData(2, WellKnown, "0201 00000001")]
    [InlineData(3, WellKnown, "00")] // even a wrong one
    public void Of_two_the_first_counts(byte type, byte flags, string value)
    {
        Judged judged = Judge(Right() + Bytes.Attribute(flags, type, value.Replace(" ", "", StringComparison.Ordinal)), External);
        Assert.Equal(DiscardAttribute, judged.Answer);
        Assert.Equal(Judge(Right(), External).Canonical, judged.Canonical);
    }

    [Theory, Rfc(7606, "4")]
    [InlineData("8004")]
    [InlineData("80")]
    [InlineData("900400")]
    [InlineData("800405 00000001")]
    [InlineData("90040005 00000001")]
    public void Attributes_that_run_off_the_end_withdraw(string tail) => Assert.Equal(TreatAsWithdraw, Judge(Right() + tail, External).Answer);

    [Fact, Rfc(7606, "3")]
    public void Of_several_errors_the_severest_counts()
    {
        Judged judged = Judge(With(4, Optional, "00") + Bytes.Attribute(WellKnown, 5, "00000064"), External);
        Assert.Equal(TreatAsWithdraw, judged.Answer);
        Assert.Equal([TreatAsWithdraw, DiscardAttribute], judged.Findings.Select(finding => finding.Answer));
        Assert.Empty(judged.Canonical);
    }

    [Fact, Rfc(7606, "5.2")]
    public void Without_routes_an_error_that_would_withdraw_resets()
    {
        Judged judged = Judge(With(4, Optional, "00"), External, announces: false);
        Assert.Equal(ResetSession, judged.Answer);
        Assert.Equal(ProtocolError.AttributeLength(Bytes.Hex("80040100")), judged.Findings[^1].Error);
        Assert.Equal(ResetSession, judged.Findings[^1].Answer);

        Assert.Equal(DiscardAttribute, Judge(With(5, WellKnown, "00000064"), External, announces: false).Answer);
        Assert.Equal(Accept, Judge("", External, announces: false).Answer);
    }

    [Fact]
    public void The_canonical_form_is_sorted_with_the_shortest_lengths()
    {
        Judged judged = Judge("d008 0004 fde90064 50 02 0006 0201 0000fde9 4f 01 01 02 40 03 04 c0000201 800e05 0001040000", External);
        Assert.Equal(Accept, judged.Answer);
        Assert.Equal(Convert.ToHexString(Bytes.Hex("400101 02 400206 0201 0000fde9 400304 c0000201 c00804 fde90064")), judged.Canonical);
    }

    [Theory, Rfc(6793, "4.2.3")]
    [InlineData("4002060202 0001 5ba0 c00706 5ba0 00000007 c01106 0201 00010000 c01208 00010001 00000008", "40020a 0202 00000001 00010000", "c00708 00010001 00000008")]
    [InlineData("4002060202 0001 5ba0 c00706 0009 00000007 c01106 0201 00010000 c01208 00010001 00000008", "40020a 0202 00000001 00005ba0", "c00708 00000009 00000007")] // AS4_* are older
    [InlineData("4002060202 0001 5ba0 c00706 0009 00000007 c01106 0201 00010000", "40020a 0202 00000001 00010000", "c00708 00000009 00000007")]
    [InlineData("4002060202 0001 5ba0 c01208 00010001 00000008", "40020a 0202 00000001 00005ba0", "")]
    public void AS4_attributes_are_merged(string given, string path, string aggregator)
    {
        Judged judged = Judge($"400101 00 400304 c0000201 {given}", TwoOctets);
        Assert.Equal(Accept, judged.Answer);
        Assert.Equal(Convert.ToHexString(Bytes.Hex($"400101 00 {path} 400304 c0000201 {aggregator}")), judged.Canonical);
    }

    [Fact]
    public void A_path_that_four_octets_would_make_too_long_withdraws()
    {
        string segments = string.Concat(Enumerable.Repeat("02ff" + string.Concat(Enumerable.Repeat("0001", 255)), 65));
        byte[] attributes = Bytes.Hex($"40010100 400304c0000201 5002 {segments.Length / 2:x4} {segments}");
        Assert.Equal(TreatAsWithdraw, AttributeValidator.Judge(attributes, TwoOctets, true, true, new ArrayBufferWriter<byte>(), []));
    }

    [Theory, Rfc(4760, "3"), Rfc(8950, "3")]
    [InlineData(Family.IPv4, "192.0.2.9", null, "400304 c0000209")]
    [InlineData(Family.IPv6, "2001:db8::1", null, "800e15 0002 01 10 20010db8000000000000000000000001 00")]
    [InlineData(Family.IPv6, "2001:db8::1", "fe80::1", "800e25 0002 01 20 20010db8000000000000000000000001 fe800000000000000000000000000001 00")]
    [InlineData(Family.IPv4, "fe80::1", "fe80::1", "800e15 0001 01 10 fe800000000000000000000000000001 00")]
    public void The_next_hop_becomes_part_of_the_canonical_form(Family family, string nextHop, string? linkLocal, string attribute)
    {
        byte[] canonical = Bytes.Hex("400101 00 400200 400304 c0000201 c0200c 0000fde9 00000001 00000002");
        byte[] with = Bytes.Of(output => CanonicalAttributes.WithNextHop(canonical, family, Address.Parse(nextHop), linkLocal is null ? null : Address.Parse(linkLocal), output));
        Assert.Equal(Bytes.Hex($"400101 00 400200 {attribute} c0200c 0000fde9 00000001 00000002"), with);

        PathAttributes read = PathAttributes.Read(with);
        Assert.Equal((family, nextHop, linkLocal), (read.Family, read.NextHop?.ToString(), read.LinkLocalNextHop?.ToString()));
        Assert.Equal(with, Bytes.Of(read.WriteCanonical));
        Assert.Equal(Bytes.Hex($"400101 00 400200 {attribute}"), Bytes.Of(output => CanonicalAttributes.WithNextHop(Bytes.Hex("400101 00 400200"), family, read.NextHop!.Value, read.LinkLocalNextHop, output)));
    }

    [Fact]
    public void Whatever_is_accepted_is_decoded_and_written_alike()
    {
        // Random flags and values for types that occur, so that many are right.
        Gen<byte[]> attribute = Gen.Select(Gen.Int[1, 40], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Byte.Array[40], (type, wild, units, value) =>
        {
            AttributeFlags flags = wild == 0 ? (AttributeFlags)value[39] : ((AttributeType)type).Class() ?? (AttributeFlags)Transitive;
            int unit = type switch { 1 => 1, 6 => 0, 7 or 16 => 8, 25 => 20, 32 => 12, _ => 4 };
            int length = wild == 1 ? value[38] % 38 : Math.Min(38, Math.Max(type is 8 or 10 or 16 or 32 ? units : 1, 1) * unit);
            byte[] content = type == 2 && wild != 1 ? [2, (byte)units, .. value[..(4 * units)]] : type == 1 ? [(byte)units] : value[..length];
            return (byte[])[(byte)(flags & ~AttributeFlags.ExtendedLength), (byte)type, (byte)content.Length, .. content];
        });
        Gen.Select(attribute.Array[0, 8], Gen.Int[0, 15]).Sample((added, options) =>
        {
            AttributeRules rules = new() { FourOctetAs = (options & 1) != 0, IsInternal = (options & 2) != 0 };
            byte[] path = rules.FourOctetAs ? Bytes.Hex("400206 0201 0000fde9") : Bytes.Hex("400204 0201 fde9");
            byte[] attributes = [.. (options & 4) != 0 ? path : [], .. Bytes.Hex("400101 00"), .. added.SelectMany(each => each)];
            var canonical = new ArrayBufferWriter<byte>();
            List<AttributeFinding> findings = [];
            UpdateAnswer answer = AttributeValidator.Judge(attributes, rules, (options & 8) != 0, announces: true, canonical, findings);

            Assert.Equal(answer, findings.Select(finding => finding.Answer).DefaultIfEmpty(Accept).Max());
            Assert.All(findings, finding => Assert.NotEmpty(finding.What));
            if (answer <= DiscardAttribute)
            {
                PathAttributes read = PathAttributes.Read(canonical.WrittenSpan);
                Assert.Equal(canonical.WrittenSpan.ToArray(), Bytes.Of(read.WriteCanonical));
                var again = new ArrayBufferWriter<byte>();
                Assert.Equal(Accept, AttributeValidator.Judge(canonical.WrittenSpan, rules with { FourOctetAs = true }, (options & 8) != 0, announces: true, again, []));
                Assert.Equal(canonical.WrittenSpan.ToArray(), again.WrittenSpan.ToArray());
            }
            else
            {
                Assert.Equal(0, canonical.WrittenCount);
            }
        }, iter: 10_000);
    }

    [Fact]
    public void Random_octets_never_throw() => Gen.Select(Gen.Byte.Array[0, 80], Gen.Int[0, 15]).Sample((octets, options) =>
    {
        AttributeRules rules = new() { FourOctetAs = (options & 1) != 0, IsInternal = (options & 2) != 0, EnforceFirstAs = (options & 4) != 0 };
        var canonical = new ArrayBufferWriter<byte>();
        AttributeValidator.Judge(octets, rules, (options & 8) != 0, (options & 4) != 0, canonical, []);
        PathAttributes.Read(octets);
    }, iter: 10_000);

    private static string Right() => "40010100" + "4002060201" + "0000fde9" + "400304c0000201";

    private static string Without(byte type) => string.Concat(RightParts("0201 0000fde9").Where(part => part.Type != type).Select(part => part.Octets));

    // The attribute takes the place of the right one of its type, or comes last.
    private static string With(byte type, byte flags, string value, string path = "0201 0000fde9") =>
        string.Concat(RightParts(path).Where(part => part.Type != type).Select(part => part.Octets))
        + Bytes.Attribute(flags, type, value.Replace(" ", "", StringComparison.Ordinal));

    private static (byte Type, string Octets)[] RightParts(string path) =>
    [
        (1, "40010100"),
        (2, Bytes.Attribute(WellKnown, 2, path.Replace(" ", "", StringComparison.Ordinal))),
        (3, "400304c0000201"),
    ];

    private static void Expect(byte type, byte flags, string value, AttributeRules rules, UpdateAnswer answer, byte subcode)
    {
        Judged judged = Judge(With(type, flags, value), rules);
        Assert.Equal(answer, judged.Answer);
        if (answer == Accept)
        {
            Assert.Empty(judged.Findings);
            Assert.NotEmpty(judged.Canonical);
        }
        else
        {
            AttributeFinding finding = Assert.Single(judged.Findings);
            Assert.Equal((answer, (AttributeType)type, NotificationCode.UpdateMessage, subcode), (finding.Answer, finding.Type, finding.Error.Code, finding.Error.Subcode));
            Assert.Empty(judged.Canonical);
        }
    }

    private static void ExpectDiscarded(byte type, byte flags, string value, AttributeRules rules, string path = "0201 0000fde9")
    {
        Judged judged = Judge(With(type, flags, value, path), rules);
        Assert.Equal(DiscardAttribute, judged.Answer);
        Assert.Equal((DiscardAttribute, (AttributeType)type), (judged.Findings.Single().Answer, judged.Findings.Single().Type));
        Assert.Equal(Judge(Right(), External).Canonical, judged.Canonical);
    }

    private static Judged Judge(string attributes, AttributeRules rules, bool hasNextHop = true, bool announces = true)
    {
        var canonical = new ArrayBufferWriter<byte>();
        List<AttributeFinding> findings = [];
        UpdateAnswer answer = AttributeValidator.Judge(Bytes.Hex(attributes), rules, hasNextHop, announces, canonical, findings);
        return new(answer, findings, Convert.ToHexString(canonical.WrittenSpan));
    }

    private sealed record Judged(UpdateAnswer Answer, List<AttributeFinding> Findings, string Canonical);
}
