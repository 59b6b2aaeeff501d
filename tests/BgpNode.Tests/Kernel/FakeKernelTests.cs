using BgpNode.Kernel;
using BgpNode.Kernel.Links;
using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using BgpNode.TestKit.Kernel;
using Xunit;

namespace BgpNode.Tests.Kernel;

/// <summary>The fake must answer as the real kernel does in the conformance tests of the same names.</summary>
public class FakeKernelTests
{
    private const byte Ours = 179;
    private static readonly Prefix Net = Prefix.Parse("192.0.2.0/24");
    private static readonly Prefix Net6 = Prefix.Parse("2001:db8::/32");
    private static readonly NextHops Via = NextHops.Of(new NextHop(Address.Parse("10.0.0.2"), 7));

    private readonly FakeKernel _kernel = new();

    [Fact]
    public async Task What_is_not_there_is_neither_replaced_nor_deleted() =>
        Assert.Equal(
            [(0, Errno.NoEntry), (1, Errno.NotFound)],
            await Write(Route(RouteOperation.Replace, Net), Route(RouteOperation.Delete, Net)));

    [Fact]
    public async Task Another_programs_route_at_the_same_metric_is_reported_and_left_alone()
    {
        var theirs = new KernelRoute(Net, 254, 50, 4, RouteType.Unicast, 0, null, Via, 0);
        _kernel.WriteByOther(theirs);
        Assert.Equal(
            [(0, Errno.Exists), (1, Errno.NotFound)],
            await Write(Route(RouteOperation.Add, Net), Route(RouteOperation.Delete, Net)));
        Assert.Equal([theirs], _kernel.Routes);
        Assert.Empty(_kernel.ForeignRoutesLost);

        await Write(Route(RouteOperation.Replace, Net));
        Assert.Equal([theirs], _kernel.ForeignRoutesLost);
    }

    [Fact]
    public async Task Refusals_follow_the_script_and_the_state_of_links()
    {
        _kernel.AddLink(7, "v0");
        _kernel.Refuse(Net, Errno.NoMemory);
        Assert.Equal([(0, Errno.NoMemory)], await Write(Route(RouteOperation.Add, Net)));
        Assert.Empty(await Write(Route(RouteOperation.Add, Net)));
        Assert.Equal([(0, Errno.NoDevice)], await Write(Route(RouteOperation.Add, Net6) with { Via = NextHops.Of(new NextHop(null, 8)) }));
        _kernel.AddLink(7, "v0", isUp: false);
        Assert.Equal([(0, Errno.NetworkDown)], await Write(Route(RouteOperation.Add, Net)));
    }

    [Fact]
    public async Task A_link_that_goes_down_takes_IPv4_routes_silently_and_IPv6_routes_with_events()
    {
        Link link = _kernel.AddLink(7, "v0");
        await Write(Route(RouteOperation.Add, Net), Route(RouteOperation.Add, Net6));
        using IKernelSubscription events = _kernel.Subscribe(new KernelEventFilter { RouteProtocol = Ours });
        _kernel.SetLink(link with { IsUp = false });
        _kernel.LoseEvents();
        _kernel.SetLink(link);

        Assert.Empty(_kernel.Routes);
        Assert.Equal([typeof(Overrun), typeof(LinkChanged)], (await Read(events, 2)).Select(e => e.GetType()));
    }

    [Fact]
    public async Task Events_come_by_filter_and_say_who_did_it()
    {
        using IKernelSubscription all = _kernel.Subscribe(new KernelEventFilter { OwnChanges = true });
        using IKernelSubscription others = _kernel.Subscribe(new KernelEventFilter { RouteProtocol = Ours });
        await Write(Route(RouteOperation.Add, Net));
        Assert.True(_kernel.DeleteByOther(Net, 50));

        Assert.Equal([true, false], (await Read(all, 2)).Select(e => e is RouteAdded { ByUs: true }));
        Assert.False(Assert.IsType<RouteRemoved>((await Read(others, 1))[0]).ByUs);
    }

    [Fact]
    public async Task Held_writes_are_acknowledged_when_released()
    {
        _kernel.Hold();
        Task<List<(int, int)>> writing = Write(Route(RouteOperation.Add, Net));
        Assert.Empty(_kernel.Routes);
        _kernel.Release();
        Assert.Empty(await writing);
        Assert.Single(_kernel.Routes);
    }

    [Fact]
    public async Task Routes_follow_their_nexthop_object_and_go_with_it()
    {
        var nexthop = new Nexthop(1, Ours, Family.IPv4, Address.Parse("10.0.0.2"), 7);
        var failures = new List<RouteResult>();
        await _kernel.WriteNexthopsAsync(new[] { new NexthopWrite(RouteOperation.Add, nexthop) }, failures, default);
        await Write(Route(RouteOperation.Add, Net) with { Via = NextHops.None, NexthopId = 1 });
        Assert.Equal(Via, _kernel.Find(Net, 50)?.NextHops);

        _kernel.WriteNexthopByOther(RouteOperation.Replace, nexthop with { InterfaceIndex = 8 });
        Assert.Equal(8, _kernel.Find(Net, 50)?.NextHops[0].InterfaceIndex);
        _kernel.WriteNexthopByOther(RouteOperation.Delete, nexthop);
        Assert.Empty(_kernel.Routes);
    }

    private static RouteWrite Route(RouteOperation operation, Prefix prefix) =>
        new(operation, prefix, RouteType.Unicast, 50, 254, Ours, operation == RouteOperation.Delete ? NextHops.None : Via);

    private async Task<List<(int, int)>> Write(params RouteWrite[] writes)
    {
        var failures = new List<RouteResult>();
        await _kernel.WriteAsync(writes, failures, default);
        return [.. failures.Select(f => (f.Index, f.Errno))];
    }

    private static async Task<List<KernelEvent>> Read(IKernelSubscription subscription, int count)
    {
        var events = new List<KernelEvent>();
        await foreach (KernelEvent next in subscription.ReadAsync(TestContext.Current.CancellationToken))
        {
            events.Add(next);
            if (events.Count == count)
            {
                break;
            }
        }

        return events;
    }
}
