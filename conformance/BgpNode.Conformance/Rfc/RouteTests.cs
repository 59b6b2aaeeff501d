using BgpNode.Conformance.Lab.Raw;
using BgpNode.Conformance.Rfc.Lab;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Conformance.Rfc.Lab.UpdateBytes;

namespace BgpNode.Conformance.Rfc;

/// <summary>Prefixes, communities and other attributes of good UPDATEs: what goes in comes out.</summary>
public sealed class RouteTests(RfcLab lab) : IClassFixture<RfcLab>
{
    private static readonly LabPeer Out = LabPeer.External;

    [Theory, Rfc(4271, "4.3")]
    [InlineData("0.0.0.0/0")]
    [InlineData("128.0.0.0/1")]
    [InlineData("20.0.0.0/7")]
    [InlineData("20.128.0.0/9")]
    [InlineData("20.200.0.0/17")]
    [InlineData("20.200.1.2/31")]
    [InlineData("20.200.1.1/32")]
    public async Task A_prefix_of_any_length_is_passed_on_and_withdrawn(string prefix)
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer source = await lab.LastingAsync(Out);
        await source.SendAsync(Announce(prefix, Mandatory(Out)));
        await observer.RouteAsync(prefix);
        await source.SendAsync(Withdraw(prefix));
        await observer.GoneAsync(prefix);
    }

    [Fact, Rfc(4271, "4.3")]
    public async Task Bits_after_a_prefix_mean_nothing()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer source = await lab.LastingAsync(Out);
        await source.SendAsync(Update([], Mandatory(Out), [12, 21, 0x3f]));
        await observer.RouteAsync("21.48.0.0/12");
        await source.SendAsync(Update([12, 21, 0x31], [], []));
        await observer.GoneAsync("21.48.0.0/12");
    }

    [Fact, Rfc(4271, "4.3")]
    public async Task A_prefix_that_is_both_withdrawn_and_announced_in_one_message_is_announced()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer source = await lab.LastingAsync(Out);
        string prefix = lab.NextPrefix();
        await source.SendAsync(Announce(prefix, Mandatory(Out)));
        await observer.RouteAsync(prefix);
        await source.SendAsync(Update(Nlri(prefix), [.. Mandatory(Out), .. Community("FDE80009")], Nlri(prefix)));
        await observer.RouteAsync(prefix, route => route.Has(8));
        await lab.PassAsync(Out, LabPeer.Observer, Mandatory(Out));
        Assert.True(observer.HasRoute(prefix));
    }

    [Fact, Rfc(4271, "4.3")]
    public async Task A_prefix_twice_in_one_message_is_one_route()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer source = await lab.LastingAsync(Out);
        string prefix = lab.NextPrefix();
        await source.SendAsync(Update([], Mandatory(Out), [.. Nlri(prefix), .. Nlri(prefix)]));
        await observer.RouteAsync(prefix);
        await source.SendAsync(Withdraw(prefix));
        await observer.GoneAsync(prefix);
    }

    [Fact, Rfc(4271, "4.3"), Rfc(4271, "9.2")]
    public async Task A_message_full_of_prefixes_arrives_whole()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer source = await lab.LastingAsync(Out);
        string[] prefixes = [.. Enumerable.Range(0, 900).Select(i => $"22.{i >> 8}.{i & 255}.0/24")];
        await source.SendAsync(Update([], Mandatory(Out), [.. prefixes.SelectMany(Nlri)]));
        await observer.UntilAsync("all of them", () => prefixes.All(observer.HasRoute));
        await source.SendAsync(Update([.. prefixes.SelectMany(Nlri)], [], []));
        await observer.UntilAsync("none of them", () => !prefixes.Any(observer.HasRoute));
    }

    [Theory, Rfc(4271, "4.1")]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(20)]
    public async Task A_message_may_come_in_pieces_and_several_in_one(int size)
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer source = await lab.LastingAsync(Out);
        (string first, string second) = (lab.NextPrefix(), lab.NextPrefix());
        byte[] both = [.. Announce(first, Mandatory(Out)), .. BgpBytes.Message(BgpBytes.Keepalive), .. Announce(second, Mandatory(Out))];
        foreach (byte[] piece in both.Chunk(size))
        {
            await source.SendAsync(piece);
        }

        await observer.RouteAsync(first);
        await observer.RouteAsync(second);
    }

    [Fact, Rfc(4271, "4.3")]
    public async Task A_withdrawal_of_what_was_never_announced_means_nothing()
    {
        RfcPeer source = await lab.LastingAsync(Out);
        await source.SendAsync(Withdraw(lab.NextPrefix()));
        await source.SendAsync(Update([], Unreach(lab.NextPrefixIPv6()), []));
        await lab.PassAsync(Out, LabPeer.Observer, Mandatory(Out));
        Assert.True(source.IsUp);
    }

    [Theory, Rfc(4271, "5.1.1")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ORIGIN_is_passed_on_as_it_is(byte origin) =>
        Assert.Equal([origin], (await lab.PassAsync(Out, LabPeer.Observer, [.. Attribute(WellKnown, 1, origin), .. Path(Out.As), .. NextHop(Out.Address)]))[1]!);

    [Fact, Rfc(4271, "5.1.6"), Rfc(4271, "5.1.7")]
    public async Task ATOMIC_AGGREGATE_and_AGGREGATOR_are_passed_on()
    {
        SentRoute route = await lab.PassAsync(Out, LabPeer.Observer, [.. Mandatory(Out), .. Attribute(WellKnown, 6), .. Attribute(OptionalTransitive, 7, 0, 0, 0xfe, 0x4c, 192, 0, 2, 7)]);
        Assert.Equal((true, "0000FE4CC0000207"), (route.Has(6), Convert.ToHexString(route[7]!)));
    }

    [Fact, Rfc(4271, "5")]
    public async Task Attributes_may_come_in_any_order()
    {
        SentRoute route = await lab.PassAsync(Out, LabPeer.Observer, [.. Community("FDE80001"), .. NextHop(Out.Address), .. Path(Out.As), .. Igp]);
        Assert.Equal("FDE80001", Convert.ToHexString(route[8]!));
    }

    [Fact, Rfc(4271, "5")]
    public async Task Attributes_are_sent_in_the_order_of_their_types_and_each_once()
    {
        SentRoute route = await lab.PassAsync(Out, LabPeer.Internal, [.. Attribute(OptionalTransitive, 32, new byte[12]), .. Community("FDE80001"), .. Med(4), .. Mandatory(Out)]);
        Assert.Equal(route.Attributes.Keys.Order(), route.Attributes.Keys);
    }

    [Fact, Rfc(4271, "4.3")]
    public async Task A_length_of_two_octets_is_taken_where_one_would_do()
    {
        SentRoute route = await lab.PassAsync(Out, LabPeer.Observer, [.. Attribute(WellKnown | ExtendedLength, 1, 0), .. Path(Out.As), .. Attribute(WellKnown | ExtendedLength, 3, 10, 9, 0, 11)]);
        Assert.Equal(RfcLab.NodeAddress, route.NextHop);
    }

    [Theory, Rfc(1997, "2")]
    [InlineData("00000001")]
    [InlineData("FDE8FFFF")]
    [InlineData("FFFF1234")]
    [InlineData("FFFFFFFF")]
    [InlineData("FDE80001FDE80002FDE80003")]
    public async Task Communities_without_a_meaning_for_us_are_passed_on(string value) =>
        Assert.Equal(value, Convert.ToHexString((await lab.PassAsync(Out, LabPeer.Observer, [.. Mandatory(Out), .. Community(value)]))[8]!));

    [Theory, Rfc(8092, "3"), Rfc(8092, "5")]
    [InlineData("000000000000000000000000")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("0000FDE800000001000000020000FDE80000000100000003")]
    public async Task Large_communities_are_passed_on_whatever_they_say(string value) =>
        Assert.Equal(value, Convert.ToHexString((await lab.PassAsync(Out, LabPeer.Observer, [.. Mandatory(Out), .. Attribute(OptionalTransitive, 32, Convert.FromHexString(value))]))[32]!));

    [Fact, Rfc(1997, "2"), Rfc(8092, "3")]
    public async Task Communities_of_all_kinds_go_together()
    {
        SentRoute route = await lab.PassAsync(Out, LabPeer.Internal,
        [
            .. Mandatory(Out), .. Community("FDE80001"), .. Attribute(OptionalTransitive, 16, 0, 2, 0xfd, 0xe8, 0, 0, 0, 5),
            .. Attribute(OptionalTransitive, 25, new byte[20]), .. Attribute(OptionalTransitive, 32, new byte[12]),
        ]);
        Assert.True(route.Has(8) && route.Has(16) && route.Has(25) && route.Has(32));
    }

    [Theory, Rfc(1997, "2")]
    [InlineData("FFFFFF01FDE80001")]
    [InlineData("FDE80001FFFFFF01")]
    [InlineData("FDE80001FFFFFF03")]
    public async Task A_community_that_forbids_counts_wherever_it_stands(string value) =>
        await lab.AssertNotPassedAsync(Out, LabPeer.Observer, [.. Mandatory(Out), .. Community(value)]);

    [Fact, Rfc(1997, "2")]
    public async Task NO_ADVERTISE_on_a_route_that_was_passed_on_withdraws_it()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer source = await lab.LastingAsync(Out);
        string prefix = lab.NextPrefix();
        await source.SendAsync(Announce(prefix, Mandatory(Out)));
        await observer.RouteAsync(prefix);
        await source.SendAsync(Announce(prefix, [.. Mandatory(Out), .. Community("FFFFFF02")]));
        await observer.GoneAsync(prefix);
    }

    [Theory, Rfc(4271, "9.1.2")]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Our_own_AS_in_a_path_is_taken_as_often_as_is_allowed(int times)
    {
        LabPeer peer = LabPeer.Returning;
        byte[] attributes = [.. Igp, .. Path([peer.As, .. Enumerable.Repeat(LabPeer.NodeAs, times)]), .. NextHop(peer.Address)];
        if (times == 1)
        {
            Assert.StartsWith($"{LabPeer.NodeAs} {peer.As} {LabPeer.NodeAs}", (await lab.PassAsync(peer, LabPeer.Observer, attributes)).Path, StringComparison.Ordinal);
        }
        else
        {
            await lab.AssertNotPassedAsync(peer, LabPeer.Observer, attributes);
        }
    }

    [Fact, Rfc(4271, "9.1.2")]
    public async Task Our_AS_in_a_set_is_a_loop_as_well() =>
        await lab.AssertNotPassedAsync(Out, LabPeer.Observer, [.. Igp, .. Attribute(WellKnown, 2, [.. Segment(2, Out.As), .. Segment(1, 65100, LabPeer.NodeAs)]), .. NextHop(Out.Address)]);

    [Fact, Rfc(4271, "4.2"), Rfc(4271, "5.1.2")]
    public async Task A_neighbour_that_knows_us_by_another_number_sees_that_number()
    {
        await using RfcPeer peer = await lab.EstablishAsync(LabPeer.Elsewhere);
        Assert.Equal("FE65", Convert.ToHexString((await peer.MessageAsync(BgpBytes.Open))[1..3]));
        RfcPeer source = await lab.LastingAsync(Out);
        string prefix = lab.NextPrefix();
        await source.SendAsync(Announce(prefix, Mandatory(Out)));
        Assert.StartsWith("65125 ", (await peer.RouteAsync(prefix)).Path, StringComparison.Ordinal);
    }

    [Fact, Rfc(8654, "4")]
    public async Task A_route_that_does_not_fit_into_a_small_message_is_not_sent_in_one()
    {
        await using RfcPeer small = await lab.EstablishAsync(LabPeer.Small);
        byte[] communities = [.. Enumerable.Range(0, 1200).SelectMany(i => new byte[] { 0xfd, 0xe8, (byte)(i >> 8), (byte)i })];
        RfcPeer source = await lab.LastingAsync(Out);
        (string large, string plain) = (lab.NextPrefix(), lab.NextPrefix());
        await source.SendAsync(Announce(large, [.. Mandatory(Out), .. Attribute(OptionalTransitive, 8, communities)]));
        await source.SendAsync(Announce(plain, Mandatory(Out)));
        await small.RouteAsync(plain);
        Assert.False(small.HasRoute(large));
        Assert.All(small.Messages, message => Assert.InRange(message.Body.Length, 0, 4077));
        Assert.True(small.IsUp);
    }

    private static byte[] Community(string value) => Attribute(OptionalTransitive, 8, Convert.FromHexString(value));
}
