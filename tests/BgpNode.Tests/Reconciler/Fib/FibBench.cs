using BgpNode.Kernel.Links;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Fib;
using BgpNode.Speaker.Rib;
using BgpNode.TestKit.Kernel;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Reconciler.Fib;

/// <summary>A running FIB loop on a kernel in memory with one uplink (192.0.2.0/24 on eth0) and one workload interface.</summary>
internal sealed class FibBench : IAsyncDisposable
{
    public const int Eth0 = 2;
    public const int Cali1 = 3;

    private readonly CancellationTokenSource _stop = new(TimeSpan.FromSeconds(20));
    private Task _running = Task.CompletedTask;

    private FibBench()
    {
        Loop = new FibLoop(Kernel, Kernel, Kernel, Kernel, Owner, new FibOptions(), Clock, NullLogger<FibLoop>.Instance);
    }

    public FakeKernel Kernel { get; } = new();

    public FakeTimeProvider Clock { get; } = new();

    public FakeOwner Owner { get; } = new();

    public FibLoop Loop { get; }

    public CancellationToken Stop => _stop.Token;

    public static async Task<FibBench> StartAsync(Action<FakeKernel>? before = null)
    {
        var bench = new FibBench();
        bench.Kernel.AddLink(Eth0, "eth0");
        bench.Kernel.AddLink(Cali1, "cali1");
        bench.Kernel.AddAddress(new InterfaceAddress(Eth0, Address.Parse("192.0.2.10"), 24, 0, null));
        before?.Invoke(bench.Kernel);
        bench._running = bench.Loop.RunAsync(bench.Stop);
        await bench.Loop.Adopted;
        return bench;
    }

    public static FibPath Workload(string name) => new() { Kind = FibPathKind.Local, Interface = name };

    public static FibPath Via(params Address[] gateways) =>
        new() { Kind = FibPathKind.Via, Gateways = [.. gateways.Select(gateway => new FibGateway(gateway, 0))], Sources = [.. gateways.Select(_ => "tor")] };

    public void Offer(params (Prefix Prefix, FibPath? Path)[] entries)
    {
        FibBatch batch = new FibBatch();
        foreach ((Prefix prefix, FibPath? path) in entries)
        {
            batch.Add(new FibEntry(prefix, path));
        }

        Assert.True(Loop.TryOffer(batch));
    }

    public void Synced(string? peer, Family family)
    {
        var batch = new FibBatch { Synced = [new FibSynced(peer, family)] };
        Assert.True(Loop.TryOffer(batch));
    }

    public KernelRoute? RouteTo(Prefix prefix) => Kernel.Find(prefix, 1024);

    /// <summary>Lets the loop run until something holds; a test that waits in vain fails with what it waited for.</summary>
    public async Task UntilAsync(Func<bool> condition, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string what = "")
    {
        while (!condition())
        {
            if (Stop.IsCancellationRequested || _running.IsCompleted)
            {
                await _running.WaitAsync(TimeSpan.FromSeconds(1));
                Assert.Fail($"waited in vain for {what}");
            }

            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    public sealed class FakeOwner : IFibOwner
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<Prefix> _acknowledged = new();

        private readonly System.Collections.Concurrent.ConcurrentQueue<GatewayNews> _news = new();
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lost = new();

        public IReadOnlyCollection<Prefix> Acknowledged => _acknowledged;

        public IReadOnlyCollection<GatewayNews> News => _news;

        public IReadOnlyCollection<string> LinksLost => _lost;

        public void LinkLost(string name) => _lost.Enqueue(name);

        public ValueTask GatewaysAsync(IReadOnlyList<GatewayNews> news, CancellationToken ct)
        {
            foreach (GatewayNews one in news)
            {
                _news.Enqueue(one);
            }

            return ValueTask.CompletedTask;
        }

        public void FibHasRoom()
        {
        }

        public IReadOnlyList<FibNeighbour> Neighbours() => [new("tor", Address.Parse("192.0.2.1"), FamilySet.IPv4)];

        public ValueTask AcknowledgedAsync(IReadOnlyList<Prefix> prefixes, CancellationToken ct)
        {
            foreach (Prefix prefix in prefixes)
            {
                _acknowledged.Enqueue(prefix);
            }

            return ValueTask.CompletedTask;
        }
    }
}
