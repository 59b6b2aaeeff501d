using BgpNode.Net;

namespace BgpNode.Speaker.Rib;

/// <summary>Questions: answered on the loop between other work, with values that nobody changes afterwards.</summary>
public sealed partial class RibLoop
{
    /// <summary>A page of routes.</summary>
    public Task<RoutePage> RoutesAsync(RouteQuery query, CancellationToken ct = default) => AskAsync(() => _reader.Read(query), ct);

    /// <summary>Everything about a prefix, null when nobody has it.</summary>
    public Task<RouteExplanation?> ExplainAsync(Prefix prefix, CancellationToken ct = default) =>
        AskAsync(() => _reader.Explain(prefix, PrefixMatch.Exact), ct);

    /// <summary>Everything about the prefix that packets to this address use, null when there is none.</summary>
    public Task<RouteExplanation?> ExplainAsync(Address address, CancellationToken ct = default) =>
        AskAsync(() => _reader.Explain(Prefix.Host(address), PrefixMatch.Longest), ct);
}
