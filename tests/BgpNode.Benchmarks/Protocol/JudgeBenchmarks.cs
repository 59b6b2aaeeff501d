using System.Buffers;
using BenchmarkDotNet.Attributes;
using BgpNode.Protocol.Validation;
using BgpNode.Protocol.Wire;

namespace BgpNode.Benchmarks.Protocol;

/// <summary>RFC 7606 over one set of attributes: as it usually comes, and as it must be put into order first.</summary>
[MemoryDiagnoser]
public class JudgeBenchmarks
{
    private readonly ArrayBufferWriter<byte> _canonical = new(512);
    private readonly List<AttributeFinding> _findings = [];
    private readonly AttributeRules _rules = AttributeRules.From(Neighbours.AgreementOf(RouteFeed.PeerAs, 1));
    private readonly byte[] _inOrder = new RouteFeed(100).Attributes[0];
    private readonly byte[] _outOfOrder;

    public JudgeBenchmarks()
    {
        var reader = new AttributeReader(_inOrder);
        reader.Next();
        _outOfOrder = [.. _inOrder[reader.Whole.Length..], .. reader.Whole];
    }

    [Benchmark(Baseline = true)]
    public UpdateAnswer InOrder() => Judge(_inOrder);

    [Benchmark]
    public UpdateAnswer OutOfOrder() => Judge(_outOfOrder);

    private UpdateAnswer Judge(byte[] attributes)
    {
        _canonical.ResetWrittenCount();
        _findings.Clear();
        return AttributeValidator.Judge(attributes, _rules, hasNextHop: true, announces: true, _canonical, _findings);
    }
}
