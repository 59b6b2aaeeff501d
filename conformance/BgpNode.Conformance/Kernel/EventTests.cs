using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using Xunit;

namespace BgpNode.Conformance.Kernel;

public sealed class EventTests : KernelTest
{
    [Theory]
    [InlineData("192.0.2.0/24", "10.0.0.2", "10.0.0.3")]
    [InlineData("2001:db8::/32", "fd00::2", "fd00::3")]
    public async Task Our_own_changes_are_marked(string prefix, string first, string second)
    {
        await using Listener events = Listen(new KernelEventFilter { Topics = KernelTopics.Routes, OwnChanges = true });
        await WriteAll(Add(prefix, Via(first)), Route(RouteOperation.Replace, prefix, Via(first, second)), Delete(prefix));

        var added = Assert.IsType<RouteAdded>(await events.Next());
        Assert.True(added is { ByUs: true, Replaced: false });
        Assert.Equal(Via(first), added.Route.NextHops);
        var replaced = Assert.IsType<RouteAdded>(await events.Next());
        Assert.True(replaced is { ByUs: true, Replaced: true });
        Assert.Equal(Via(first, second), replaced.Route.NextHops);
        Assert.True(Assert.IsType<RouteRemoved>(await events.Next()).ByUs);
    }

    [Theory]
    [InlineData("192.0.2.0/24", "10.0.0.2")]
    [InlineData("2001:db8::/32", "fd00::2")]
    public async Task A_route_that_somebody_else_deletes_is_told_and_our_own_writes_are_not(string prefix, string gateway)
    {
        await using Listener events = Listen(new KernelEventFilter { Topics = KernelTopics.Routes, RouteProtocol = Ours });
        await WriteAll(Add(prefix, Via(gateway)));
        Space.Ip($"route del {prefix}");

        var removed = Assert.IsType<RouteRemoved>(await events.Next());
        Assert.False(removed.ByUs);
        Assert.Equal(prefix, removed.Route.Destination.ToString());
        Assert.Equal(Ours, removed.Route.Protocol);
    }

    [Theory]
    [InlineData("192.0.2.0/24", "10.0.0.2", "10.0.0.3")]
    [InlineData("2001:db8::/32", "fd00::2", "fd00::3")]
    public async Task Foreign_routes_are_passed_over_unless_they_replace_one(string prefix, string ours, string theirs)
    {
        await using Listener events = Listen(new KernelEventFilter { Topics = KernelTopics.Routes, RouteProtocol = Ours, RouteTable = Main });
        await WriteAll(Add(prefix, Via(ours)));
        Space.Ip($"route add {prefix} via {theirs} metric 60 proto static"); // beside ours: not our business
        Space.Ip($"route replace {prefix} via {theirs} metric 50 proto static"); // in place of ours

        var added = Assert.IsType<RouteAdded>(await events.Next());
        Assert.True(added is { ByUs: false, Replaced: true });
        Assert.Equal((4, 50u), (added.Route.Protocol, added.Route.Metric));
    }

    [Fact]
    public async Task IPv6_tells_of_single_next_hops_that_others_add_and_remove()
    {
        await WriteAll(Add("2001:db8::/32", Via("fd00::2", "fd00::3")));
        await using Listener events = Listen(new KernelEventFilter { Topics = KernelTopics.Routes, RouteProtocol = Ours });
        Space.Ip("-6 route append 2001:db8::/32 via fd00::4 metric 50 proto 179");
        Space.Ip("-6 route del 2001:db8::/32 via fd00::3 metric 50");

        var added = Assert.IsType<RouteAdded>(await events.Next());
        Assert.False(added.Replaced);
        Assert.Contains(added.Route.NextHops, hop => hop.Gateway == Address.Parse("fd00::4"));
        Assert.Equal(Via("fd00::3"), Assert.IsType<RouteRemoved>(await events.Next()).Route.NextHops);
        Assert.Equal(Via("fd00::2", "fd00::4"), (await Only(Family.IPv6)).NextHops);
    }

    [Fact]
    public async Task A_cancelled_reader_stops()
    {
        using IKernelSubscription subscription = Space.Run(() => Kernel.Subscribe(new KernelEventFilter { Topics = KernelTopics.Links }));
        using var stop = new CancellationTokenSource();
        await using IAsyncEnumerator<KernelEvent> events = subscription.ReadAsync(stop.Token).GetAsyncEnumerator(Ct);
        Task<bool> reading = events.MoveNextAsync().AsTask();
        Assert.False(reading.IsCompleted);
        await stop.CancelAsync();
        await Task.WhenAny(reading);
        Assert.True(reading.IsCanceled);
    }

    [Fact]
    public async Task A_reader_that_was_too_slow_is_told_and_goes_on()
    {
        await using Listener events = Listen(new KernelEventFilter { Topics = KernelTopics.Routes, OwnChanges = true, ReceiveBuffer = 8 * 1024 }, start: false);
        await WriteAll([.. Enumerable.Range(0, 500).Select(i => Add($"192.0.2.{i & 255}/32", Via("10.0.0.2"), metric: 100 + (uint)i))]);
        events.Start();
        await events.Until(e => e is Overrun);

        await WriteAll(Add("198.51.100.0/24", Via("10.0.0.2")));
        await events.Until(e => e is RouteAdded { Route.Destination: var d } && d.ToString() == "198.51.100.0/24");
    }

    [Fact]
    public async Task Links_addresses_and_neighbours_come_and_go()
    {
        await using Listener events = Listen(new KernelEventFilter { Topics = KernelTopics.Links | KernelTopics.Addresses | KernelTopics.Neighbours });
        Space.Ip("link add b0 type bridge");
        int index = ((LinkChanged)await events.Until(e => e is LinkChanged { Link: { Name: "b0", Kind: "bridge", IsUp: false } })).Link.Index;

        Space.Ip("link set v1 master b0");
        await events.Until(e => e is LinkChanged { Link: { Name: "v1", Master: var master } } && master == index);
        Space.Ip("link set b0 up");
        await events.Until(e => e is LinkChanged { Link: { Name: "b0", IsUp: true } });
        Space.Ip("addr add 10.1.0.1/24 dev b0");
        await events.Until(e => e is AddressAdded { Address: { PrefixLength: 24, Peer: null } a } && a.Address == Address.Parse("10.1.0.1") && a.InterfaceIndex == index);
        Space.Ip("addr del 10.1.0.1/24 dev b0");
        await events.Until(e => e is AddressRemoved { Address.Address: var a } && a == Address.Parse("10.1.0.1"));

        Space.Ip("neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0 nud permanent");
        await events.Until(e => e is NeighbourChanged { Neighbour: { State: 0x80 } n } && n.Mac.ToString() == "02:00:00:00:00:09");
        Space.Ip("neigh del 10.0.0.9 dev v0");
        await events.Until(e => e is NeighbourRemoved or NeighbourChanged { Neighbour.HasFailed: true });

        Space.Ip("link set v1 nomaster"); // the bridge's own message about it must not look like a lost interface
        Space.Ip("link del b0");
        var removed = (LinkRemoved)await events.Until(e => e is LinkRemoved);
        Assert.Equal((index, "b0"), (removed.Index, removed.Name));
    }

    [Fact]
    public async Task IPv4_routes_of_a_link_that_goes_down_vanish_without_an_event_of_their_own()
    {
        await WriteAll(Add("192.0.2.0/24", Via("10.0.0.2")), Add("2001:db8::/32", Via("fd00::2")));
        await using Listener events = Listen(new KernelEventFilter { Topics = KernelTopics.Routes | KernelTopics.Links, RouteProtocol = Ours });
        Space.Ip("link set v0 down");
        Space.Ip("link set lo down"); // the last event to wait for

        var seen = new List<KernelEvent>();
        await events.Until(e =>
        {
            seen.Add(e);
            return e is LinkChanged { Link: { Name: "lo", IsUp: false } };
        });
        Assert.Contains(seen, e => e is LinkChanged { Link: { Name: "v0", IsUp: false } });
        Assert.Contains(seen, e => e is RouteRemoved { Route.Destination.Family: Family.IPv6 });
        Assert.DoesNotContain(seen, e => e is RouteRemoved { Route.Destination.Family: Family.IPv4 });
        Assert.Empty(await Dump());
    }

    private Listener Listen(KernelEventFilter filter, bool start = true)
    {
        var listener = new Listener(Space.Run(() => Kernel.Subscribe(filter)));
        if (start)
        {
            listener.Start();
        }

        return listener;
    }
}
