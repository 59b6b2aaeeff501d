using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Protocol.Session;

public class OpenNegotiationTests
{
    private static readonly OpenOffer Ours = new()
    {
        LocalAs = new AsNumber(65001),
        LocalId = new RouterId(1),
        RemoteAs = new AsNumber(65002),
        Families = FamilySet.Both,
    };

    private static readonly OpenOffer Theirs = Ours with { LocalAs = new AsNumber(65002), LocalId = new RouterId(2), RemoteAs = null };

    [Fact, Rfc(4271, "4.2")]
    public void The_smaller_hold_time_counts()
    {
        Assert.Equal(30, Agree(Ours, Theirs with { HoldTime = 30 }).HoldTime);
        Assert.Equal(90, Agree(Ours, Theirs with { HoldTime = 180 }).HoldTime);
        Assert.Equal(0, Agree(Ours, Theirs with { HoldTime = 0 }).HoldTime);
    }

    [Fact, Rfc(4271, "6.2")]
    public void Another_AS_than_configured_is_refused_with_it() =>
        Assert.Equal(ProtocolError.BadPeerAs(new AsNumber(64999)), Refuse(Ours, Theirs with { LocalAs = new AsNumber(64999) }));

    [Fact]
    public void Without_a_configured_AS_any_but_ours_will_do()
    {
        OpenOffer open = Ours with { RemoteAs = null };
        Assert.Equal(new AsNumber(64999), Agree(open, Theirs with { LocalAs = new AsNumber(64999) }).PeerAs);
        Assert.Equal(ProtocolError.BadPeerAs(new AsNumber(65001)), Refuse(open, Theirs with { LocalAs = new AsNumber(65001) }));
    }

    [Fact, Rfc(6793, "4.1")]
    public void An_AS_of_four_octets_stands_in_the_capability_and_AS_TRANS_in_the_field()
    {
        OpenOffer big = Theirs with { LocalAs = new AsNumber(4200000001) };
        Assert.Equal(AsNumber.Trans, big.ToMessage().MyAs);
        Agreement agreement = Agree(Ours with { RemoteAs = big.LocalAs }, big);
        Assert.Equal(big.LocalAs, agreement.PeerAs);
        Assert.True(agreement.FourOctetAs);
    }

    [Fact, Rfc(6286, "2.2")]
    public void The_same_identifier_is_refused_within_an_AS_and_taken_between_two()
    {
        OpenOffer same = Theirs with { LocalId = Ours.LocalId };
        Assert.Equal(Ours.LocalId, Agree(Ours, same).PeerId);
        Assert.Equal(ProtocolError.BadIdentifier, Refuse(Ours with { RemoteAs = Ours.LocalAs }, same with { LocalAs = Ours.LocalAs }));
    }

    [Fact, Rfc(4760, "8")]
    public void Families_are_those_that_both_announce_and_IPv4_without_the_capability()
    {
        Assert.Equal(FamilySet.IPv6, Agree(Ours, Theirs with { Families = FamilySet.IPv6 }).Families);
        OpenMessage old = new(Theirs.LocalAs, 90, Theirs.LocalId, []);
        Assert.True(OpenNegotiation.TryAgree(Ours, old, out Agreement? agreement, out _));
        Assert.Equal(FamilySet.IPv4, agreement.Families);
        Assert.False(agreement.FourOctetAs);
        Assert.False(agreement.RouteRefresh);
        Assert.Equal(4096, agreement.MaxMessageLength);
    }

    [Fact, Rfc(5492, "5")]
    public void Without_a_common_family_the_peer_is_told_which_we_want() =>
        Assert.Equal(
            new ProtocolError(NotificationCode.OpenMessage, 7, new byte[] { 1, 4, 0, 2, 0, 1 }),
            Refuse(Ours with { Families = FamilySet.IPv6 }, Theirs with { Families = FamilySet.IPv4 }));

    [Fact, Rfc(7313, "3.1")]
    public void Marks_around_a_refresh_need_the_capability()
    {
        Assert.True(Agree(Ours, Theirs).EnhancedRouteRefresh);
        OpenMessage old = new(Theirs.LocalAs, 90, Theirs.LocalId, [new RouteRefreshCapability()]);
        Assert.True(OpenNegotiation.TryAgree(Ours, old, out Agreement? agreement, out _));
        Assert.True(agreement is { RouteRefresh: true, EnhancedRouteRefresh: false });
    }

    [Theory, Rfc(7911, "4")]
    [InlineData(AddPathMode.Both, AddPathMode.Both, true, true)]
    [InlineData(AddPathMode.Receive, AddPathMode.Both, true, false)]
    [InlineData(AddPathMode.Send, AddPathMode.Both, false, true)]
    [InlineData(AddPathMode.Both, AddPathMode.Receive, false, true)]
    [InlineData(AddPathMode.Receive, AddPathMode.Receive, false, false)]
    [InlineData(AddPathMode.None, AddPathMode.Both, false, false)]
    [InlineData(AddPathMode.Both, AddPathMode.None, false, false)]
    public void Several_paths_go_where_one_side_sends_and_the_other_receives(AddPathMode ours, AddPathMode theirs, bool receive, bool send)
    {
        Agreement agreement = Agree(Ours with { AddPaths = ours }, Theirs with { AddPaths = theirs, Families = FamilySet.IPv6 });
        Assert.Equal(receive ? FamilySet.IPv6 : FamilySet.None, agreement.AddPathReceive);
        Assert.Equal(send ? FamilySet.IPv6 : FamilySet.None, agreement.AddPathSend);
    }

    [Fact, Rfc(7911, "4")]
    public void Modes_and_families_that_nobody_knows_are_ignored_and_the_last_word_counts()
    {
        var capability = new AddPathCapability(
        [
            new(1, 1, AddPathMode.Both), new(1, 1, (AddPathMode)7), new(1, 1, AddPathMode.None), new(1, 2, AddPathMode.Both),
            new(2, 1, AddPathMode.Send), new(2, 1, AddPathMode.Receive),
        ]);
        OpenMessage theirs = new(Theirs.LocalAs, 90, Theirs.LocalId, [new MultiprotocolCapability(Family.IPv4), new MultiprotocolCapability(Family.IPv6), capability]);
        Assert.True(OpenNegotiation.TryAgree(Ours with { AddPaths = AddPathMode.Both }, theirs, out Agreement? agreement, out _));
        Assert.Equal((FamilySet.IPv4, FamilySet.Both), (agreement.AddPathReceive, agreement.AddPathSend));
    }

    [Fact, Rfc(8654, "4")]
    public void Long_messages_need_both()
    {
        Assert.Equal(65535, Agree(Ours, Theirs).MaxMessageLength);
        Assert.Equal(4096, Agree(Ours, Theirs with { ExtendedMessages = false }).MaxMessageLength);
        Assert.Equal(4096, Agree(Ours with { ExtendedMessages = false }, Theirs).MaxMessageLength);
    }

    [Fact, Rfc(8950, "4")]
    public void IPv6_next_hops_for_IPv4_need_both()
    {
        OpenOffer ours = Ours with { ExtendedNextHop = true };
        Assert.True(Agree(ours, Theirs with { ExtendedNextHop = true }).ExtendedNextHop);
        Assert.False(Agree(ours, Theirs).ExtendedNextHop);
        Assert.False(Agree(Ours, Theirs with { ExtendedNextHop = true }).ExtendedNextHop);
    }

    [Theory, Rfc(9234, "4.2")]
    [InlineData(BgpRole.Provider, BgpRole.Customer)]
    [InlineData(BgpRole.Customer, BgpRole.Provider)]
    [InlineData(BgpRole.RouteServer, BgpRole.RouteServerClient)]
    [InlineData(BgpRole.RouteServerClient, BgpRole.RouteServer)]
    [InlineData(BgpRole.Peer, BgpRole.Peer)]
    public void Only_one_role_fits_another(BgpRole ours, BgpRole theirs)
    {
        Assert.Equal(ours, Agree(Ours with { Role = ours }, Theirs with { Role = theirs }).Role);
        foreach (BgpRole wrong in Enum.GetValues<BgpRole>().Append((BgpRole)9).Where(role => role != theirs))
        {
            Assert.Equal(ProtocolError.RoleMismatch, Refuse(Ours with { Role = ours }, Theirs with { Role = wrong }));
        }
    }

    [Fact, Rfc(9234, "4.2")]
    public void A_role_that_is_not_said_is_missed_in_strict_mode_only()
    {
        OpenOffer ours = Ours with { Role = BgpRole.Customer };
        Assert.Equal(BgpRole.Customer, Agree(ours, Theirs).Role);
        Assert.Equal(ProtocolError.RoleMismatch, Refuse(ours with { RequireRole = true }, Theirs));
        Assert.Null(Agree(Ours, Theirs with { Role = BgpRole.Customer }).Role);
    }

    [Fact, Rfc(9234, "4.2")]
    public void One_role_said_twice_is_one_and_two_roles_are_a_mismatch()
    {
        OpenMessage twice = Theirs.ToMessage() with { Capabilities = [.. Theirs.Capabilities, new RoleCapability(BgpRole.Provider), new RoleCapability(BgpRole.Provider)] };
        Assert.True(OpenNegotiation.TryAgree(Ours with { Role = BgpRole.Customer }, twice, out _, out _));
        OpenMessage two = twice with { Capabilities = [.. twice.Capabilities, new RoleCapability(BgpRole.Peer)] };
        Assert.False(OpenNegotiation.TryAgree(Ours, two, out _, out ProtocolError? error));
        Assert.Equal(ProtocolError.RoleMismatch, error);
    }

    [Fact, Rfc(9234, "3")]
    public void Inside_an_AS_there_are_no_roles()
    {
        OpenOffer inside = Theirs with { LocalAs = Ours.LocalAs, Role = BgpRole.Customer };
        Assert.Null(Agree(Ours with { RemoteAs = Ours.LocalAs, Role = BgpRole.Customer }, inside).Role);
    }

    private static Agreement Agree(OpenOffer ours, OpenOffer theirs)
    {
        Assert.True(OpenNegotiation.TryAgree(ours, theirs.ToMessage(), out Agreement? agreement, out ProtocolError? error), $"{error}");
        return agreement;
    }

    private static ProtocolError? Refuse(OpenOffer ours, OpenOffer theirs)
    {
        Assert.False(OpenNegotiation.TryAgree(ours, theirs.ToMessage(), out _, out ProtocolError? error));
        return error;
    }
}
