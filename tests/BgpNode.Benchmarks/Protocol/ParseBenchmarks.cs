using BenchmarkDotNet.Attributes;
using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Benchmarks.Protocol;

/// <summary>Bytes to messages to prefixes, nothing else: per prefix.</summary>
[MemoryDiagnoser]
public class ParseBenchmarks
{
    private const int Prefixes = 100_000;

    private readonly RouteFeed _feed = new(Prefixes);

    [Benchmark(Baseline = true, OperationsPerInvoke = Prefixes)]
    public uint Announcements() => Parse(_feed.Announcements.Span);

    [Benchmark(OperationsPerInvoke = Prefixes)]
    public uint Withdrawals() => Parse(_feed.Withdrawals.Span);

    private static uint Parse(ReadOnlySpan<byte> messages)
    {
        uint sum = 0;
        while (MessageFraming.TryRead(ref messages, MessageFraming.MaxLength, out _, out ReadOnlySpan<byte> body, out _))
        {
            UpdateMessage.TryRead(body, out UpdateMessage update, out _);
            sum += Walk(update.Withdrawn) + Walk(update.Nlri);
        }

        return sum;
    }

    private static uint Walk(ReadOnlySpan<byte> nlri)
    {
        uint sum = 0;
        var reader = new NlriReader(nlri, Family.IPv4, addPath: false);
        while (reader.ReadV4(out uint address, out byte length, out _))
        {
            sum += address + length;
        }

        return sum;
    }
}
