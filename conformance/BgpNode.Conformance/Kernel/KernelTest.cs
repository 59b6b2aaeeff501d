using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using Xunit;

namespace BgpNode.Conformance.Kernel;

/// <summary>A namespace with a link, a client in it, and words to write routes with.</summary>
public abstract class KernelTest : IAsyncLifetime
{
    protected const byte Ours = 179;
    protected const uint Main = 254;

    private protected NetworkNamespace Space { get; } = NetworkNamespace.WithLink();

    protected KernelClient Kernel { get; private set; } = null!;

    protected int Link { get; private set; }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Kernel = Space.Open();
        Link = Space.IndexOf("v0");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Kernel.DisposeAsync();
        Space.Dispose();
        GC.SuppressFinalize(this);
    }

    protected NextHops Via(params string[] gateways) =>
        NextHops.Of([.. gateways.Select(g => new NextHop(Address.Parse(g), Link))]);

    protected static RouteWrite Route(
        RouteOperation operation, string prefix, NextHops via, RouteType type = RouteType.Unicast, uint metric = 50, uint table = Main, byte protocol = Ours) =>
        new(operation, Prefix.Parse(prefix), type, metric, table, protocol, via);

    protected static RouteWrite Add(string prefix, NextHops via, RouteType type = RouteType.Unicast, uint metric = 50) =>
        Route(RouteOperation.Add, prefix, via, type, metric);

    protected static RouteWrite Delete(string prefix, uint metric = 50) =>
        Route(RouteOperation.Delete, prefix, NextHops.None, metric: metric);

    /// <summary>The failures of the writes.</summary>
    protected async Task<List<RouteResult>> Write(params RouteWrite[] writes)
    {
        var failures = new List<RouteResult>();
        await Kernel.WriteAsync(writes, failures, Ct);
        return failures;
    }

    protected async Task WriteAll(params RouteWrite[] writes) => Assert.Empty(await Write(writes));

    protected async Task<List<KernelRoute>> Dump(Family family = Family.IPv4, byte protocol = Ours, uint table = Main)
    {
        var routes = new List<KernelRoute>();
        await Kernel.DumpAsync(family, table, protocol, routes.Add, Ct);
        return routes;
    }

    protected async Task<KernelRoute> Only(Family family = Family.IPv4) => Assert.Single(await Dump(family));
}
