using BgpNode.Datastore.Resources;
using BgpNode.Net;

namespace BgpNode.Reconciler.Desired;

/// <summary>What a filter rule asks of a prefix, laid out for being asked a million times.</summary>
internal sealed class PrefixTest(Prefix? cidr, MatchOperator? matchOperator, int? minLength, int? maxLength)
{
    private readonly bool _anywhere = cidr is null;
    private readonly Prefix _cidr = cidr ?? default;
    private readonly int _minLength = minLength ?? 0;
    private readonly int _maxLength = maxLength ?? 128;

    // As in Calico, the lengths belong to what the operator compares with: NotIn is everything but those of In.
    public bool Matches(in Prefix prefix)
    {
        bool fits = prefix.Length >= _minLength && prefix.Length <= _maxLength;
        return _anywhere ? fits : matchOperator switch
        {
            MatchOperator.Equal => fits && prefix == _cidr,
            MatchOperator.NotEqual => !(fits && prefix == _cidr),
            MatchOperator.In => fits && _cidr.Contains(prefix),
            _ => !(fits && _cidr.Contains(prefix)),
        };
    }
}
