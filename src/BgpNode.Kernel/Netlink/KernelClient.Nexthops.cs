using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;

namespace BgpNode.Kernel.Netlink;

public sealed partial class KernelClient
{
    public ValueTask WriteNexthopsAsync(ReadOnlyMemory<NexthopWrite> writes, IList<RouteResult> failures, CancellationToken ct) =>
        _requests.WriteAsync<NexthopWrite, NexthopEncoder>(writes, failures, ct);

    public async ValueTask<IReadOnlyList<Nexthop>> DumpNexthopsAsync(byte protocol, CancellationToken ct)
    {
        // The kernel filters nexthop objects by interface only.
        IReadOnlyList<Nexthop> all = await ListAsync<Nexthop>(NexthopEncoder.DumpRequest(), NexthopParser.TryParse, "nexthop objects", ct);
        return protocol == 0 ? all : [.. all.Where(nexthop => nexthop.Protocol == protocol)];
    }
}
