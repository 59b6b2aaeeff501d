using BenchmarkDotNet.Attributes;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Desired;

namespace BgpNode.Benchmarks.Reconciler;

/// <summary>A filter of ten rules asked about a prefix: by its address alone, and by its AS path too.</summary>
[MemoryDiagnoser]
public class FilterBenchmarks
{
    private readonly CompiledFilter _prefixes = Of(null);
    private readonly CompiledFilter _paths = Of("_4200000001_");
    private readonly PathAttributes _attributes = PathAttributes.Read(new RouteFeed(100).Attributes[0]);
    private readonly Prefix _prefix = Prefix.Parse("198.51.100.0/24");

    [Benchmark(Baseline = true)]
    public bool ByPrefix() => _prefixes.Judge(_prefix, _attributes, isLearned: true).Accepts;

    [Benchmark]
    public bool ByAsPathToo() => _paths.Judge(_prefix, _attributes, isLearned: true).Accepts;

    private static CompiledFilter Of(string? asPath)
    {
        IEnumerable<FilterRule> rules = Enumerable.Range(0, 10).Select(i => new FilterRule($"bench {i}", Family.IPv4, new BgpFilterRule
        {
            Action = FilterAction.Accept,
            Cidr = asPath is null ? new Prefix(Address.V4(((uint)i + 10) << 24), 8) : null,
            MatchOperator = asPath is null ? MatchOperator.In : null,
            AsPath = asPath,
        }));
        return new CompiledFilter([.. rules]);
    }
}
