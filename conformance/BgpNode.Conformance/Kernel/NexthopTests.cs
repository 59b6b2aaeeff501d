using BgpNode.Kernel;
using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using Xunit;

namespace BgpNode.Conformance.Kernel;

public sealed class NexthopTests : KernelTest
{
    [Fact]
    public async Task Objects_and_groups_are_added_replaced_and_deleted()
    {
        Nexthop one = Single(1001, "10.0.0.2"), two = Single(1002, "10.0.0.3"), six = Single(1003, "fd00::2");
        var hole = new Nexthop(1004, Ours, Family.IPv6, null, 0, IsBlackhole: true);
        var onLink = new Nexthop(1005, Ours, Family.IPv4, Address.Parse("203.0.113.1"), Link, OnLink: true);
        Nexthop group = Nexthop.Group(1006, Ours, new NexthopMember(1001), new NexthopMember(1002, 4));
        Nexthop[] all = [one, two, six, hole, onLink, group];
        Assert.Empty(await Write(all.Select(n => new NexthopWrite(RouteOperation.Add, n))));
        Assert.Equal(all, await Kernel.DumpNexthopsAsync(Ours, Ct));
        Assert.Empty(await Kernel.DumpNexthopsAsync(4, Ct));

        Nexthop moved = Single(1001, "10.0.0.4");
        Assert.Empty(await Write([new NexthopWrite(RouteOperation.Replace, moved), new NexthopWrite(RouteOperation.Delete, group)]));
        Assert.Equal([moved, two, six, hole, onLink], await Kernel.DumpNexthopsAsync(Ours, Ct));
    }

    [Fact]
    public async Task An_id_in_use_is_refused_and_one_that_is_not_there_is_neither_replaced_nor_deleted()
    {
        Space.Ip("nexthop add id 1001 via 10.0.0.2 dev v0 proto static");
        List<RouteResult> failures = await Write(
        [
            new NexthopWrite(RouteOperation.Add, Single(1001, "10.0.0.3")),
            new NexthopWrite(RouteOperation.Replace, Single(1002, "10.0.0.3")),
            new NexthopWrite(RouteOperation.Delete, Single(1002, "10.0.0.3")),
        ]);
        Assert.Equal([(0, Errno.Exists), (1, Errno.NoEntry), (2, Errno.NoEntry)], failures.Select(f => (f.Index, f.Errno)));
        Assert.Equal("10.0.0.2", Assert.Single(await Kernel.DumpNexthopsAsync(0, Ct)).Gateway.ToString());
    }

    [Fact]
    public async Task Routes_follow_their_object()
    {
        await Write([new NexthopWrite(RouteOperation.Add, Single(1001, "10.0.0.2"))]);
        RouteWrite add = Add("192.0.2.0/24", NextHops.None) with { NexthopId = 1001 };
        await WriteAll(add);
        Assert.True((await Only()).Matches(add), (await Only()).ToString());

        await Write([new NexthopWrite(RouteOperation.Replace, Single(1001, "10.0.0.3"))]);
        Assert.Equal(Via("10.0.0.3"), (await Only()).NextHops);

        RouteWrite direct = Route(RouteOperation.Replace, "192.0.2.0/24", Via("10.0.0.4"));
        await WriteAll(direct);
        Assert.True((await Only()).Matches(direct));
        await WriteAll(Delete("192.0.2.0/24"));
    }

    [Fact]
    public async Task Events_tell_of_objects_that_others_change()
    {
        await using var events = new Listener(Space.Run(() => Kernel.Subscribe(new KernelEventFilter { Topics = KernelTopics.Nexthops })));
        events.Start();
        await Write([new NexthopWrite(RouteOperation.Add, Single(1001, "10.0.0.2"))]);
        Space.Ip("nexthop replace id 1001 via 10.0.0.3 dev v0");
        Assert.Equal("10.0.0.3", Assert.IsType<NexthopChanged>(await events.Next()).Nexthop.Gateway.ToString());
        Space.Ip("nexthop del id 1001");
        Assert.Equal(1001u, Assert.IsType<NexthopRemoved>(await events.Next()).Nexthop.Id);
    }

    private Nexthop Single(uint id, string gateway)
    {
        Address address = Address.Parse(gateway);
        return new Nexthop(id, Ours, address.Family, address, Link);
    }

    private async Task<List<RouteResult>> Write(IEnumerable<NexthopWrite> writes)
    {
        var failures = new List<RouteResult>();
        await Kernel.WriteNexthopsAsync(writes.ToArray(), failures, Ct);
        return failures;
    }
}
