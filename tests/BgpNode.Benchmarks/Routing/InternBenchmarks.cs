using BenchmarkDotNet.Attributes;
using BgpNode.Routing.Attributes;

namespace BgpNode.Benchmarks.Routing;

/// <summary>Attribute sets into the table: new ones, and ones that are known, per set.</summary>
[MemoryDiagnoser]
public class InternBenchmarks
{
    private const int Sets = 15_000;

    private readonly List<byte[]> _attributes = [.. new RouteFeed(100_000).Attributes.Take(Sets)];
    private readonly AttributeTable _known = new();

    [GlobalSetup]
    public void Fill() => Add(_known);

    [Benchmark(Baseline = true, OperationsPerInvoke = Sets)]
    public int New() => Add(new AttributeTable());

    [Benchmark(OperationsPerInvoke = Sets)]
    public int Known()
    {
        int sum = 0;
        foreach (byte[] attributes in _attributes)
        {
            int set = _known.FindReceived(attributes, 1, [], AttributeTable.HashOf(attributes, []));
            _known.Release(set);
            sum += set;
        }

        return sum;
    }

    private int Add(AttributeTable table)
    {
        foreach (byte[] attributes in _attributes)
        {
            table.AddReceived(attributes, 1, [], attributes, AttributeTable.HashOf(attributes, []));
        }

        return table.Count;
    }
}
