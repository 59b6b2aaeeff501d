using BenchmarkDotNet.Attributes;
using BgpNode.Net;

namespace BgpNode.Benchmarks.Net;

/// <summary>A full table into the table of prefixes, beside .NET's dictionary: per prefix.</summary>
[MemoryDiagnoser]
public class PrefixTableBenchmarks
{
    private const int Prefixes = 1_000_000;

    private readonly RouteFeed _feed = new(Prefixes);
    private readonly PrefixTable _full = new(Family.IPv4);

    [GlobalSetup]
    public void Fill() => Insert(_full);

    [Benchmark(Baseline = true, OperationsPerInvoke = Prefixes)]
    public int InsertAll() => Insert(new PrefixTable(Family.IPv4));

    [Benchmark(OperationsPerInvoke = Prefixes)]
    public int InsertAllIntoOneOfTheRightSize() => Insert(new PrefixTable(Family.IPv4, Prefixes));

    [Benchmark(OperationsPerInvoke = Prefixes)]
    public int FindAll()
    {
        int sum = 0;
        foreach ((uint address, byte length) in _feed.Prefixes)
        {
            sum += _full.Find(address, length);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Prefixes)]
    public int InsertAllIntoADictionary()
    {
        var table = new Dictionary<Prefix, int>();
        foreach ((uint address, byte length) in _feed.Prefixes)
        {
            table.TryAdd(new Prefix(Address.V4(address), length), table.Count);
        }

        return table.Count;
    }

    private int Insert(PrefixTable table)
    {
        foreach ((uint address, byte length) in _feed.Prefixes)
        {
            table.GetOrAdd(address, length);
        }

        return table.Count;
    }
}
