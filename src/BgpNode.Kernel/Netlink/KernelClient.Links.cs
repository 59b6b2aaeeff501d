using BgpNode.Kernel.Links;
using BgpNode.Kernel.Neighbours;

namespace BgpNode.Kernel.Netlink;

public sealed partial class KernelClient
{
    private delegate bool Parser<T>(in NetlinkMessage message, out T? item);

    public ValueTask<IReadOnlyList<Link>> DumpLinksAsync(CancellationToken ct) =>
        ListAsync<Link>(LinkParser.DumpLinksRequest(), LinkParser.TryParseLink, "interfaces", ct);

    public ValueTask<IReadOnlyList<InterfaceAddress>> DumpAddressesAsync(CancellationToken ct) =>
        ListAsync<InterfaceAddress>(LinkParser.DumpAddressesRequest(), LinkParser.TryParseAddress, "addresses", ct);

    public ValueTask<IReadOnlyList<Neighbour>> DumpNeighboursAsync(CancellationToken ct) =>
        ListAsync<Neighbour>(NeighbourParser.DumpRequest(), NeighbourParser.TryParse, "neighbours", ct);

    private async ValueTask<IReadOnlyList<T>> ListAsync<T>(byte[] request, Parser<T> parse, string what, CancellationToken ct)
        where T : class
    {
        var items = new List<T>();
        void Take(in NetlinkMessage message)
        {
            if (parse(message, out T? item))
            {
                items.Add(item!);
            }
        }

        int errno = await _dumps.DumpAsync(request, Take, items.Clear, ct);
        return errno == Errno.None ? items : throw Refused(what, errno);
    }
}
