using System.Collections.Immutable;

namespace BgpNode.Speaker.Rib;

/// <summary>How to forward, as a value.</summary>
public sealed record FibPath
{
    public required FibPathKind Kind { get; init; }

    /// <summary>The interface of a <see cref="FibPathKind.Local"/> path.</summary>
    public string? Interface { get; init; }

    /// <summary>The gateways of a <see cref="FibPathKind.Via"/> path, one or more, the best path's first.</summary>
    public ImmutableArray<FibGateway> Gateways { get; init; } = [];

    /// <summary>The neighbours that the gateways, or a blackhole, come from, in the same order.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    public bool Equals(FibPath? other) => other is not null && Kind == other.Kind && Interface == other.Interface
        && Gateways.AsSpan().SequenceEqual(other.Gateways.AsSpan()) && Sources.AsSpan().SequenceEqual(other.Sources.AsSpan());

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Kind);
        hash.Add(Interface);
        foreach (FibGateway gateway in Gateways)
        {
            hash.Add(gateway);
        }

        return hash.ToHashCode();
    }
}
