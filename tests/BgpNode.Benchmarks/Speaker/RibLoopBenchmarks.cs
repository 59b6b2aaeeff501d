using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Rib;
using Microsoft.Extensions.Logging.Abstractions;

#pragma warning disable VSTHRD002 // the loop takes its turns on this thread: what is waited for is done

namespace BgpNode.Benchmarks.Speaker;

/// <summary>
/// The owner of the RIB from UPDATEs in to UPDATEs out, without sockets: per prefix. The difference between the rows is what
/// deciding among more paths, and packing, cost.
/// </summary>
[MemoryDiagnoser]
[SuppressMessage("Design", "CA1001", Justification = "The loops are never started.")]
public class RibLoopBenchmarks
{
    private const int Prefixes = 200_000;

    private readonly RouteFeed _feed = new(Prefixes);

    [Benchmark(Baseline = true, OperationsPerInvoke = Prefixes)]
    public int Insert() => Run(senders: 1, receivers: 0, withdraw: false);

    [Benchmark(OperationsPerInvoke = 4 * Prefixes)]
    public int DecideAmongFour() => Run(senders: 4, receivers: 0, withdraw: false);

    [Benchmark(OperationsPerInvoke = Prefixes)]
    public int InsertAndPack() => Run(senders: 1, receivers: 1, withdraw: false);

    [Benchmark(OperationsPerInvoke = Prefixes)]
    public int InsertPackAndWithdraw() => Run(senders: 1, receivers: 1, withdraw: true);

    private int Run(int senders, int receivers, bool withdraw)
    {
        var loop = new RibLoop(new RibOptions { InboxCapacity = 1024 }, TimeProvider.System, NullLogger<RibLoop>.Instance);
        IRibPeer[] from = [.. Enumerable.Range(1, senders).Select(i => Add(loop, RouteFeed.PeerAs, i, ExportScope.None))];
        IRibPeer[] to = [.. Enumerable.Range(101, receivers).Select(i => Add(loop, new AsNumber(65002), i, ExportScope.All))];
        foreach (IRibPeer peer in from)
        {
            Send(loop, peer, to, _feed.Announcements);
            if (withdraw)
            {
                Send(loop, peer, to, _feed.Withdrawals);
            }
        }

        return loop.Tables[Family.IPv4].BestCount;
    }

    private static IRibPeer Add(RibLoop loop, AsNumber asNumber, int number, ExportScope export)
    {
        Task<IRibPeer> up = loop.PeerUpAsync(Neighbours.Up(asNumber, number, export), CancellationToken.None).AsTask();
        loop.Turn();
        return up.GetAwaiter().GetResult();
    }

    private static void Send(RibLoop loop, IRibPeer peer, IRibPeer[] receivers, ReadOnlyMemory<byte> messages)
    {
        var rest = new ReadOnlySequence<byte>(messages);
        while (!rest.IsEmpty)
        {
            UpdateBatch batch = UpdateBatch.Rent(UpdateBatch.MaxBytes);
            ReadOnlySequence<byte> before = rest;
            while (MessageFraming.TryRead(ref rest, MessageFraming.MaxLength, out _, out ReadOnlySequence<byte> body, out _)
                && batch.TryAppend(before.Slice(0, MessageFraming.HeaderLength + body.Length)))
            {
                before = rest;
            }

            rest = before;
            peer.UpdatesAsync(batch, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            while (loop.Turn())
            {
                Drain(receivers);
            }

            Drain(receivers);
        }
    }

    private static void Drain(IRibPeer[] receivers)
    {
        foreach (IRibPeer receiver in receivers)
        {
            while (receiver.Output.TryRead(int.MaxValue, out ReadOnlySequence<byte> sent))
            {
                receiver.Output.Advance(sent.Length);
            }
        }
    }
}
