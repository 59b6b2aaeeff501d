using BgpNode.Kernel.Routes;
using BgpNode.Net;

namespace BgpNode.Kernel.Netlink;

public sealed partial class KernelClient
{
    public ValueTask WriteAsync(ReadOnlyMemory<RouteWrite> writes, IList<RouteResult> failures, CancellationToken ct) =>
        _requests.WriteAsync<RouteWrite, RouteEncoder>(writes, failures, ct);

    public async ValueTask DumpAsync(Family family, uint table, byte protocol, Action<KernelRoute> each, CancellationToken ct)
    {
        var parser = new RouteParser();
        void Take(in NetlinkMessage message)
        {
            if (parser.TryParse(message, out KernelRoute? route))
            {
                each(route);
            }
        }

        int errno = await _dumps.DumpAsync(RouteEncoder.DumpRequest(family, table, protocol), Take, restarted: null, ct);
        if (errno is not (Errno.None or Errno.NoEntry)) // ENOENT: a table that never had a route
        {
            throw Refused($"the {family.Name()} routes of table {table}", errno);
        }
    }

    private static KernelException Refused(string what, int errno) =>
        new($"The kernel does not show {what}: {Errno.Describe(errno)}.", errno);
}
