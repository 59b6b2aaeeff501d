using BenchmarkDotNet.Attributes;
using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Routes;
using BgpNode.Net;

namespace BgpNode.Benchmarks.Kernel;

/// <summary>A batch of routes as netlink messages: per route. The kernel takes about 3,000 ns for one.</summary>
[MemoryDiagnoser]
public class RouteEncodingBenchmarks
{
    private const int Routes = 256;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly RouteWrite[] _writes;

    public RouteEncodingBenchmarks()
    {
        var hops = NextHops.Of(new NextHop(RouteFeed.NextHop, 2));
        _writes = [.. new RouteFeed(Routes).Prefixes.Select(p => Write(new Prefix(Address.V4(p.Address), p.Length), hops))];
    }

    [Benchmark(OperationsPerInvoke = Routes)]
    public int Encode()
    {
        var writer = new NetlinkWriter(_buffer);
        for (int i = 0; i < _writes.Length; i++)
        {
            RouteEncoder.Write(ref writer, (uint)i, _writes[i]);
        }

        return writer.Length;
    }

    private static RouteWrite Write(Prefix destination, NextHops hops) =>
        new(RouteOperation.Add, destination, RouteType.Unicast, Metric: 20, Table: 254, Protocol: 179, hops);
}
