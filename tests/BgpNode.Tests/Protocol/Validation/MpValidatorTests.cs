using BgpNode.Net;
using BgpNode.Protocol.Validation;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using BgpNode.Tests.Protocol.Wire;
using CsCheck;
using Xunit;
using static BgpNode.Protocol.Validation.UpdateAnswer;

namespace BgpNode.Tests.Protocol.Validation;

public class MpValidatorTests
{
    private const string Global = "20010db8000000000000000000000001";
    private const string LinkLocal = "fe800000000000000000000000000001";
    private const string Net = "4020010db800000001";

    private static readonly AttributeRules Rules = new() { FourOctetAs = true, IsInternal = false };

    [Theory, Rfc(7606, "7.11"), Rfc(2545, "3"), Rfc(4760, "7")]
    [InlineData("0002 01 10" + Global + "00" + Net, Accept)]
    [InlineData("0002 01 20" + Global + LinkLocal + "00" + Net, Accept)]
    [InlineData("0002 01 10" + LinkLocal + "00" + Net, Accept)]
    [InlineData("0002 01 10" + Global + "ff" + Net, Accept)] // reserved is ignored
    [InlineData("0002 01 10" + Global + "00", Accept)]
    [InlineData("0001 01 04 c0000201 00 18c0a801", Accept)]
    [InlineData("0002 01 09 20010db80000000000 00" + Net, ResetSession)]
    [InlineData("0002 01 04 c0000201 00" + Net, ResetSession)]
    [InlineData("0002 01 18 0000000000000000" + Global + "00" + Net, ResetSession)]
    [InlineData("0002 01 00 00" + Net, ResetSession)]
    [InlineData("0002 01 40" + Global + "00", ResetSession)]
    [InlineData("0002 01 10 20010db800000000", ResetSession)]
    [InlineData("0002 01 10" + Global, ResetSession)] // no reserved octet
    [InlineData("0002 01", ResetSession)]
    [InlineData("", ResetSession)]
    [InlineData("0001 01 10" + Global + "00 18c0a801", ResetSession)] // RFC 8950 was not agreed on
    [InlineData("0002 01 10" + Global + "00 81" + Global + "00", ResetSession)] // 129 bits
    [InlineData("0002 01 10" + Global + "00 40 20010db8", ResetSession)]
    [InlineData("0001 80 0c 0000000000000000c0000201 00", DiscardAttribute)] // another SAFI
    [InlineData("4004 47 00 00", DiscardAttribute)]
    [InlineData("0002 01 10 00000000000000000000000000000000 00" + Net, TreatAsWithdraw)]
    [InlineData("0002 01 10 00000000000000000000000000000001 00" + Net, TreatAsWithdraw)]
    [InlineData("0002 01 10 ff020000000000000000000000000001 00" + Net, TreatAsWithdraw)]
    public void MP_REACH_NLRI(string value, UpdateAnswer answer)
    {
        (UpdateAnswer judged, AttributeFinding? finding) = Reach(0x80, value, Rules);
        Assert.Equal(answer, judged);
        Assert.Equal(answer == Accept ? null : (byte?)9, finding?.Error.Subcode);
    }

    [Theory, Rfc(7606, "3")]
    [InlineData(0xc0)]
    [InlineData(0x40)]
    [InlineData(0xa0)]
    public void Wrong_flags_withdraw_what_can_be_read(byte flags)
    {
        (UpdateAnswer judged, AttributeFinding? finding) = Reach(flags, "0002 01 10" + Global + "00" + Net, Rules);
        Assert.Equal((TreatAsWithdraw, (byte?)4), (judged, finding?.Error.Subcode));
        Assert.Equal(TreatAsWithdraw, Unreach(flags, "0002 01" + Net, Rules));
    }

    [Theory, Rfc(8950, "3")]
    [InlineData("0001 01 10" + Global + "00 18c0a801", "2001:db8::1", null)]
    [InlineData("0001 01 20" + Global + LinkLocal + "00 18c0a801", "2001:db8::1", "fe80::1")]
    public void IPv4_goes_over_IPv6_when_agreed(string value, string nextHop, string? linkLocal)
    {
        UpdateAnswer answer = MpValidator.JudgeReach(
            Whole(0x80, 14, value), Rules with { ExtendedNextHop = true }, out MpReach reach, out Address address, out Address? second, []);
        Assert.Equal((Accept, nextHop, linkLocal), (answer, address.ToString(), second?.ToString()));
        Assert.Equal(Family.IPv4, reach.Family);
        Assert.Equal(Bytes.Hex("18c0a801"), reach.Nlri.ToArray());
    }

    [Fact, Rfc(7911, "3")]
    public void Path_identifiers_are_read_when_agreed()
    {
        string value = "0002 01 10" + Global + "00 00000001" + Net;
        Assert.Equal(Accept, Reach(0x80, value, Rules with { AddPath = FamilySet.IPv6 }).Answer);
        Assert.Equal(ResetSession, Reach(0x80, "0002 01 10" + Global + "00" + Net, Rules with { AddPath = FamilySet.IPv6 }).Answer);
    }

    [Theory, Rfc(7606, "7.12")]
    [InlineData("0002 01" + Net, Accept)]
    [InlineData("0002 01", Accept)]
    [InlineData("0002 01 40 20010db8", ResetSession)]
    [InlineData("0002", ResetSession)]
    [InlineData("0002 80 00", DiscardAttribute)]
    public void MP_UNREACH_NLRI(string value, UpdateAnswer answer) => Assert.Equal(answer, Unreach(0x80, value, Rules));

    [Fact, Rfc(4760, "8")]
    public void A_family_that_was_not_agreed_on_is_ignored()
    {
        Assert.Equal(DiscardAttribute, Reach(0x80, "0002 01 10" + Global + "00" + Net, Rules with { Families = FamilySet.IPv4 }).Answer);
        Assert.Equal(DiscardAttribute, Unreach(0x80, "0002 01" + Net, Rules with { Families = FamilySet.IPv4 }));
    }

    [Fact, Rfc(7606, "3")]
    public void An_MP_attribute_twice_resets()
    {
        List<AttributeFinding> findings = [];
        byte[] twice = [.. Whole(0x80, 15, "000201"), .. Whole(0x80, 15, "000101")];
        Assert.Equal(ResetSession, MpValidator.JudgeScan(AttributeScanner.Scan(twice), findings));
        Assert.Equal(ProtocolError.MalformedAttributeList, findings.Single().Error);
        Assert.Equal(Accept, MpValidator.JudgeScan(AttributeScanner.Scan(Whole(0x80, 15, "000201")), findings));
    }

    [Theory, Rfc(7606, "5.3"), Rfc(4271, "6.3")]
    [InlineData("0000 0000 18c0a801", Accept)]
    [InlineData("0004 18c0a801 0000", Accept)]
    [InlineData("0000 0000 21c0a8010101", ResetSession)]
    [InlineData("0000 0000 18c0a8", ResetSession)]
    [InlineData("0003 18c0a8 0000", ResetSession)]
    public void The_messages_own_prefixes(string body, UpdateAnswer answer)
    {
        List<AttributeFinding> findings = [];
        Assert.True(UpdateMessage.TryRead(Bytes.Hex(body), out UpdateMessage update, out _));
        Assert.Equal(answer, MpValidator.JudgeFields(update, Rules, findings));
        Assert.All(findings, finding => Assert.Equal(ProtocolError.InvalidNetworkField, finding.Error));
    }

    [Fact]
    public void Random_octets_never_throw() => Gen.Select(Gen.Byte.Array[0, 60], Gen.Bool).Sample((octets, agreed) =>
    {
        AttributeRules rules = Rules with { ExtendedNextHop = agreed, AddPath = agreed ? FamilySet.Both : FamilySet.None };
        byte[] value = [0, (byte)(agreed ? 1 : 2), 1, .. octets];
        MpValidator.JudgeReach(Whole(0x80, 14, Convert.ToHexString(value)), rules, out _, out _, out _, []);
        MpValidator.JudgeUnreach(Whole(0x80, 15, Convert.ToHexString(value)), rules, out _, []);
        MpValidator.JudgeReach(octets, rules, out _, out _, out _, []);
        MpValidator.JudgeUnreach(octets, rules, out _, []);
    }, iter: 10_000);

    private static (UpdateAnswer Answer, AttributeFinding? Finding) Reach(byte flags, string value, AttributeRules rules)
    {
        List<AttributeFinding> findings = [];
        UpdateAnswer answer = MpValidator.JudgeReach(Whole(flags, 14, value), rules, out _, out _, out _, findings);
        return (answer, findings.Count == 0 ? null : findings.Single());
    }

    private static UpdateAnswer Unreach(byte flags, string value, AttributeRules rules) =>
        MpValidator.JudgeUnreach(Whole(flags, 15, value), rules, out _, []);

    private static byte[] Whole(byte flags, byte type, string value) =>
        Bytes.Hex(Bytes.Attribute(flags, type, value.Replace(" ", "", StringComparison.Ordinal)));
}
