using System.Threading.Channels;
using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Routes;
using BgpNode.Net;

namespace BgpNode.TestKit.Kernel;

/// <summary>The events of a <see cref="FakeKernel"/> under the rules of <see cref="KernelEventFilter"/>.</summary>
internal sealed class FakeSubscription(KernelEventFilter filter, Action<FakeSubscription> unsubscribe) : IKernelSubscription
{
    private readonly Channel<KernelEvent> _events = Channel.CreateUnbounded<KernelEvent>();

    public void Offer(KernelEvent change)
    {
        if (IsWanted(change))
        {
            _events.Writer.TryWrite(change);
        }
    }

    public void Lose()
    {
        while (_events.Reader.TryRead(out _))
        {
            // lost
        }

        _events.Writer.TryWrite(new Overrun());
    }

    public IAsyncEnumerable<KernelEvent> ReadAsync(CancellationToken ct) => _events.Reader.ReadAllAsync(ct);

    public void Dispose()
    {
        _events.Writer.TryComplete();
        unsubscribe(this);
    }

    private bool IsWanted(KernelEvent change) => change switch
    {
        RouteAdded added => IsWanted(added.Route, added.ByUs, added.Replaced),
        RouteRemoved removed => IsWanted(removed.Route, removed.ByUs, replaced: false),
        LinkChanged or LinkRemoved => Has(KernelTopics.Links),
        AddressAdded or AddressRemoved => Has(KernelTopics.Addresses),
        NeighbourChanged or NeighbourRemoved => Has(KernelTopics.Neighbours),
        NexthopChanged { ByUs: var byUs } => Has(KernelTopics.Nexthops) && (filter.OwnChanges || !byUs),
        NexthopRemoved { ByUs: var byUs } => Has(KernelTopics.Nexthops) && (filter.OwnChanges || !byUs),
        _ => true,
    };

    private bool IsWanted(KernelRoute route, bool byUs, bool replaced) =>
        Has(route.Destination.Family == Family.IPv4 ? KernelTopics.RoutesIPv4 : KernelTopics.RoutesIPv6)
        && (filter.OwnChanges || !byUs)
        && (filter.RouteProtocol == 0 || filter.RouteProtocol == route.Protocol || replaced)
        && (filter.RouteTable == 0 || filter.RouteTable == route.Table);

    private bool Has(KernelTopics topic) => (filter.Topics & topic) != 0;
}
