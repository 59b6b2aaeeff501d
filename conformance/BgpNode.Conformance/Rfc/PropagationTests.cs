using BgpNode.Conformance.Lab.Raw;
using BgpNode.Conformance.Rfc.Lab;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Conformance.Rfc.Lab.UpdateBytes;

namespace BgpNode.Conformance.Rfc;

/// <summary>What a neighbour is sent of what another one said.</summary>
public sealed class PropagationTests(RfcLab lab) : IClassFixture<RfcLab>
{
    private static readonly LabPeer Out = LabPeer.External;
    private static readonly LabPeer In = LabPeer.Internal;

    [Fact, Rfc(4271, "5.1.2"), Rfc(4271, "5.1.3"), Rfc(4271, "5.1.4"), Rfc(4271, "5.1.5")]
    public async Task From_outside_to_outside_our_AS_goes_in_front_the_next_hop_is_ours_and_MED_and_LOCAL_PREF_stay_here()
    {
        SentRoute route = await lab.PassAsync(Out, LabPeer.Observer, [.. Mandatory(Out), .. Med(50)]);
        Assert.Equal(($"{LabPeer.NodeAs} {Out.As}", RfcLab.NodeAddress, false, false), (route.Path, route.NextHop, route.Has(4), route.Has(5)));
    }

    [Fact, Rfc(4271, "5.1.2"), Rfc(4271, "5.1.4"), Rfc(4271, "5.1.5")]
    public async Task From_outside_to_inside_the_path_and_MED_stay_and_LOCAL_PREF_is_100()
    {
        SentRoute route = await lab.PassAsync(Out, In, [.. Mandatory(Out), .. Med(50)]);
        Assert.Equal(($"{Out.As}", 50u, 100u, false, false), (route.Path, route.Number(4), route.Number(5), route.Has(9), route.Has(10)));
    }

    [Fact, Rfc(4271, "5.1.5"), Rfc(4271, "5.1.2")]
    public async Task From_inside_to_outside_LOCAL_PREF_and_MED_stay_here_and_the_path_is_our_AS()
    {
        SentRoute route = await lab.PassAsync(In, LabPeer.Observer, [.. Mandatory(In), .. Med(50)]);
        Assert.Equal(($"{LabPeer.NodeAs}", RfcLab.NodeAddress, false, false), (route.Path, route.NextHop, route.Has(4), route.Has(5)));
    }

    [Theory, Rfc(4456, "8"), Rfc(4456, "10")]
    [InlineData("internal", "client")]
    [InlineData("client", "internal")]
    [InlineData("client", "other-client")]
    public async Task A_reflected_route_names_its_originator_and_our_cluster_and_keeps_the_rest(string from, string to)
    {
        LabPeer source = LabPeer.Named(from);
        SentRoute route = await lab.PassAsync(source, LabPeer.Named(to), [.. Igp, .. Path(), .. NextHop(source.Address), .. Med(7), .. LocalPref(250)]);
        Assert.Equal((source.Address, "", 7u, 250u), (route.NextHop, route.Path, route.Number(4), route.Number(5)));
        Assert.Equal($"C00002{source.Host:X2}", Convert.ToHexString(route[9]!));
        Assert.Equal(4, route[10]!.Length);
    }

    [Fact, Rfc(4456, "8")]
    public async Task An_ORIGINATOR_ID_is_kept_and_our_cluster_goes_in_front_of_the_list()
    {
        LabPeer source = LabPeer.Client;
        SentRoute route = await lab.PassAsync(source, In, [.. Mandatory(source), .. Attribute(Optional, 9, 198, 51, 100, 1), .. Attribute(Optional, 10, 198, 51, 100, 2)]);
        Assert.Equal("C6336401", Convert.ToHexString(route[9]!));
        Assert.Equal("C6336402", Convert.ToHexString(route[10]![4..]));
    }

    [Theory]
    [Rfc(4271, "9.2"), Rfc(1997, "2")]
    [InlineData("internal", "other-internal", "")]
    [InlineData("external", "observer", "FFFFFF01")]
    [InlineData("external", "internal", "FFFFFF02")]
    [InlineData("external", "observer", "FFFFFF02")]
    [InlineData("external", "observer", "FFFFFF03")]
    public async Task A_route_is_not_passed_on(string from, string to, string community)
    {
        LabPeer source = LabPeer.Named(from);
        byte[] communities = community.Length == 0 ? [] : Attribute(OptionalTransitive, 8, Convert.FromHexString(community));
        await lab.AssertNotPassedAsync(source, LabPeer.Named(to), [.. Mandatory(source), .. communities]);
    }

    [Fact, Rfc(1997, "2")]
    public async Task NO_EXPORT_does_not_stop_a_route_inside() =>
        Assert.Equal("FFFFFF01", Convert.ToHexString((await lab.PassAsync(Out, In, [.. Mandatory(Out), .. Attribute(OptionalTransitive, 8, 255, 255, 255, 1)]))[8]!));

    [Fact, Rfc(4271, "9.1.2")]
    public async Task A_path_with_our_AS_is_not_used() =>
        await lab.AssertNotPassedAsync(Out, LabPeer.Observer, [.. Igp, .. Path(Out.As, LabPeer.NodeAs, 65100), .. NextHop(Out.Address)]);

    [Fact, Rfc(4456, "8")]
    public async Task A_route_that_we_originated_is_not_used() =>
        await lab.AssertNotPassedAsync(In, LabPeer.Observer, [.. Mandatory(In), .. Attribute(Optional, 9, 10, 9, 0, 1)]);

    [Fact, Rfc(4456, "8")]
    public async Task A_route_that_went_through_our_cluster_is_not_used()
    {
        byte[] ours = (await lab.PassAsync(LabPeer.Client, In, Mandatory(LabPeer.Client)))[10]!;
        await lab.AssertNotPassedAsync(In, LabPeer.Observer, [.. Mandatory(In), .. Attribute(Optional, 9, 198, 51, 100, 1), .. Attribute(Optional, 10, ours)]);
    }

    [Fact, Rfc(4271, "6.3")]
    public async Task A_path_that_does_not_begin_with_the_neighbours_AS_is_not_used_where_that_is_asked_for() =>
        await lab.AssertNotPassedAsync(LabPeer.FirstAs, LabPeer.Observer, [.. Igp, .. Path(65100), .. NextHop(LabPeer.FirstAs.Address)]);

    [Fact, Rfc(4271, "9.2")]
    public async Task Nobody_is_sent_his_own_route()
    {
        RfcPeer source = await lab.LastingAsync(Out);
        await lab.PassAsync(Out, LabPeer.Observer, Mandatory(Out));
        int announced = source.Messages.Count(m => m.Update is { Announced.Count: > 0 });
        SentRoute other = await lab.PassAsync(LabPeer.Observer, Out, Mandatory(LabPeer.Observer));
        Assert.Equal($"{LabPeer.NodeAs} {LabPeer.Observer.As}", other.Path);
        Assert.Equal(announced + 1, source.Messages.Count(m => m.Update is { Announced.Count: > 0 }));
    }

    [Theory, Rfc(4271, "5"), Rfc(1997, "2"), Rfc(4360, "2"), Rfc(8092, "3")]
    [InlineData(0x40, 6, "")]
    [InlineData(0xc0, 7, "0000FE0BC0000201")]
    [InlineData(0xc0, 8, "FDE80001FDE80002")]
    [InlineData(0xc0, 16, "0002FDE800000001")]
    [InlineData(0xc0, 32, "0000FDE80000000100000002")]
    public async Task A_transitive_attribute_is_passed_on_as_it_is(byte flags, byte type, string value)
    {
        SentRoute route = await lab.PassAsync(Out, LabPeer.Observer, [.. Mandatory(Out), .. Attribute(flags, type, Convert.FromHexString(value))]);
        Assert.Equal((flags, value), (route.Attributes[type].Flags, Convert.ToHexString(route[type]!)));
    }

    [Theory, Rfc(4271, "5")]
    [InlineData(0xc0, 4)]
    [InlineData(0xe0, 4)]
    [InlineData(0xc0, 0)]
    [InlineData(0xc0, 300)]
    public async Task An_unknown_transitive_attribute_is_passed_on_as_partial(byte flags, int octets)
    {
        byte[] value = [.. Enumerable.Range(0, octets).Select(i => (byte)i)];
        SentRoute route = await lab.PassAsync(Out, LabPeer.Observer, [.. Mandatory(Out), .. Attribute(flags, 240, value)]);
        Assert.Equal(0xe0, route.Attributes[240].Flags);
        Assert.Equal(value, route[240]);
    }

    [Fact, Rfc(4271, "5.1.2")]
    public async Task A_set_in_front_gets_a_sequence_before_it()
    {
        SentRoute route = await lab.PassAsync(In, LabPeer.Observer, [.. Igp, .. Attribute(WellKnown, 2, Segment(1, 65100, 65101)), .. NextHop(In.Address), .. LocalPref(100)]);
        Assert.Equal(Convert.ToHexString([.. Segment(2, LabPeer.NodeAs), .. Segment(1, 65100, 65101)]), Convert.ToHexString(route[2]!));
    }

    [Fact, Rfc(4271, "6.3")]
    public async Task A_path_from_outside_that_begins_with_a_set_does_not_begin_with_the_neighbours_AS() =>
        await lab.AssertNotPassedAsync(Out, LabPeer.Observer, [.. Igp, .. Attribute(WellKnown, 2, Segment(1, Out.As, 65100)), .. NextHop(Out.Address)]);

    [Fact, Rfc(4271, "5.1.2")]
    public async Task A_full_sequence_gets_a_new_one_before_it()
    {
        uint[] full = [.. Enumerable.Range(0, 255).Select(i => Out.As + (uint)i * 1000)];
        SentRoute route = await lab.PassAsync(Out, LabPeer.Observer, [.. Igp, .. Path(full), .. NextHop(Out.Address)]);
        Assert.Equal(Convert.ToHexString([.. Segment(2, LabPeer.NodeAs), .. Segment(2, full)]), Convert.ToHexString(route[2]!));
    }

    [Fact, Rfc(4271, "3.1"), Rfc(4271, "4.3")]
    public async Task A_route_is_replaced_and_then_withdrawn()
    {
        RfcPeer source = await lab.LastingAsync(Out);
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        string prefix = lab.NextPrefix();
        await source.SendAsync(Announce(prefix, Mandatory(Out)));
        await observer.RouteAsync(prefix);
        await source.SendAsync(Announce(prefix, [.. Igp, .. Path(Out.As, 65100), .. NextHop(Out.Address)]));
        await observer.RouteAsync(prefix, route => route.Path == $"{LabPeer.NodeAs} {Out.As} 65100");
        await source.SendAsync(Withdraw(prefix));
        await observer.GoneAsync(prefix);
        await source.SendAsync(Withdraw(prefix)); // once more: nothing to do
        Assert.NotNull(await lab.PassAsync(Out, LabPeer.Observer, Mandatory(Out)));
    }

    [Theory, Rfc(4271, "9.1.2.2"), Rfc(4271, "9.1.1")]
    [InlineData("a shorter path")]
    [InlineData("a better origin")]
    [InlineData("an external path before an internal one")]
    [InlineData("a higher LOCAL_PREF")]
    public async Task The_better_path_is_the_one_passed_on_and_the_other_follows_its_withdrawal(string better)
    {
        LabPeer good = better == "a higher LOCAL_PREF" ? LabPeer.OtherInternal : Out;
        LabPeer poor = better is "a higher LOCAL_PREF" or "an external path before an internal one" ? In : LabPeer.Wide;
        byte[] goodRoute = good.IsInternal ? [.. Igp, .. Path(65301, 65302), .. NextHop(good.Address), .. LocalPref(200)] : [.. Igp, .. Path(good.As), .. NextHop(good.Address)];
        byte[] poorRoute = better switch
        {
            "a shorter path" => [.. Igp, .. Path(poor.As, 65300), .. NextHop(poor.Address)],
            "a better origin" => [.. Attribute(WellKnown, 1, 2), .. Path(poor.As), .. NextHop(poor.Address)],
            _ => [.. Igp, .. Path(65300), .. NextHop(poor.Address), .. LocalPref(100)],
        };
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer goodPeer = await lab.LastingAsync(good);
        RfcPeer poorPeer = await lab.LastingAsync(poor);
        string prefix = lab.NextPrefix();
        string first = good.IsInternal ? "65301" : $"{good.As}";

        await poorPeer.SendAsync(Announce(prefix, poorRoute));
        SentRoute other = await observer.RouteAsync(prefix);
        await goodPeer.SendAsync(Announce(prefix, goodRoute));
        await observer.RouteAsync(prefix, route => route.Path.StartsWith($"{LabPeer.NodeAs} {first}", StringComparison.Ordinal));
        await goodPeer.SendAsync(Withdraw(prefix));
        await observer.RouteAsync(prefix, route => route.Path == other.Path);
    }

    [Fact, Rfc(6793, "4.2.3")]
    public async Task The_AS4_PATH_of_an_old_speaker_is_merged()
    {
        await using RfcPeer old = await lab.EstablishAsync(LabPeer.Small, OpenBytes.OldOf(LabPeer.Small));
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        string prefix = lab.NextPrefix();
        await old.SendAsync(Announce(prefix, [.. Igp, .. OldPath(65020, 23456, 65101), .. NextHop(LabPeer.Small.Address), .. Attribute(OptionalTransitive, 17, Segment(2, 4_200_000_777, 65101))]));
        SentRoute route = await observer.RouteAsync(prefix);
        Assert.Equal(($"{LabPeer.NodeAs} 65020 4200000777 65101", false), (route.Path, route.Has(17)));
    }

    [Fact, Rfc(6793, "4.2.2")]
    public async Task An_old_speaker_is_sent_AS_TRANS_and_AS4_PATH()
    {
        await using RfcPeer old = await lab.EstablishAsync(LabPeer.Small, OpenBytes.OldOf(LabPeer.Small));
        RfcPeer wide = await lab.LastingAsync(LabPeer.Wide);
        string prefix = lab.NextPrefix();
        await wide.SendAsync(Announce(prefix, Mandatory(LabPeer.Wide)));
        SentRoute route = await old.RouteAsync(prefix);
        Assert.Equal($"{LabPeer.NodeAs} 23456", SentRoute.Numbers(route[2]!, 2));
        Assert.Equal($"{LabPeer.NodeAs} {LabPeer.Wide.As}", SentRoute.Numbers(route[17]!, 4));
    }

    [Fact, Rfc(4760, "3"), Rfc(2545, "3")]
    public async Task An_IPv6_route_is_passed_on_with_our_IPv6_address_and_withdrawn()
    {
        RfcPeer source = await lab.LastingAsync(Out);
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        const string Prefix = "2001:db8:77::/48";
        await source.SendAsync(Update([], [.. Igp, .. Path(Out.As), .. Reach(Prefix, "fd00:9::99")], []));
        SentRoute route = await observer.RouteAsync(Prefix);
        Assert.Equal((RfcLab.NodeAddressIPv6, false), (route.NextHop, route.Has(3)));
        await source.SendAsync(Update([], Unreach(Prefix), []));
        await observer.GoneAsync(Prefix);
    }

    [Fact, Rfc(8654, "4")]
    public async Task A_message_of_more_than_4096_octets_is_taken_where_it_was_agreed_on()
    {
        byte[] communities = [.. Enumerable.Range(0, 1200).SelectMany(i => new byte[] { 0xfd, 0xe8, (byte)(i >> 8), (byte)i })];
        SentRoute route = await lab.PassAsync(Out, LabPeer.Observer, [.. Mandatory(Out), .. Attribute(OptionalTransitive, 8, communities)]);
        Assert.Equal(communities, route[8]);
    }

    [Fact, Rfc(8654, "4"), Rfc(4271, "6.1")]
    public async Task A_message_of_more_than_4096_octets_is_an_error_where_it_was_not()
    {
        await using RfcPeer small = await lab.EstablishAsync(LabPeer.Small);
        await small.SendAsync(BgpBytes.Message(BgpBytes.Update, new byte[4078]));
        (byte code, byte subcode, byte[] data) = await small.NotificationAsync();
        Assert.Equal((1, 2, "1001"), (code, subcode, Convert.ToHexString(data)));
    }

    [Fact, Rfc(2918, "4")]
    public async Task A_ROUTE_REFRESH_is_answered_with_all_routes_of_the_family()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer source = await lab.LastingAsync(Out);
        string prefix = lab.NextPrefix();
        await source.SendAsync(Announce(prefix, Mandatory(Out)));
        await observer.RouteAsync(prefix);
        await observer.SendAsync(BgpBytes.Message(5, 0, 1, 0, 1));
        await observer.UntilAsync("the route again", () => observer.Messages.Count(m => m.Update?.Announced.Contains(prefix) == true) == 2);
    }

    [Theory, Rfc(2918, "4"), Rfc(7313, "5")]
    [InlineData(0, 25, 0, 70)]
    [InlineData(0, 1, 9, 1)]
    [InlineData(0, 1, 0, 128)]
    public async Task A_ROUTE_REFRESH_that_means_nothing_here_is_ignored(byte afiHigh, byte afiLow, byte subtype, byte safi)
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        await observer.SendAsync(BgpBytes.Message(5, afiHigh, afiLow, subtype, safi));
        Assert.NotNull(await lab.PassAsync(Out, LabPeer.Observer, Mandatory(Out)));
        Assert.True(observer.IsUp);
    }
}
