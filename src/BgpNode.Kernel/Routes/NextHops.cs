using System.Collections;
using System.Collections.Immutable;
using BgpNode.Net;

namespace BgpNode.Kernel.Routes;

/// <summary>
/// The next hops of a route: immutable, in one fixed order, equal by value. One object serves all the routes that leave
/// the same way, so comparing two routes is mostly comparing two references.
/// </summary>
public sealed class NextHops : IReadOnlyList<NextHop>, IEquatable<NextHops>
{
    /// <summary>More do not fit one netlink attribute (64 KiB) in the worst case.</summary>
    public const int MaxCount = 1024;

    /// <summary>No next hop: blackhole, unreachable and prohibit routes, and routes through a nexthop object.</summary>
    public static readonly NextHops None = new([]);

    private readonly ImmutableArray<NextHop> _hops;
    private readonly int _hash;

    private NextHops(ImmutableArray<NextHop> hops)
    {
        _hops = hops;
        var hash = new HashCode();
        foreach (NextHop hop in hops)
        {
            hash.Add(hop);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>A single next hop; its weight means nothing alone and becomes 1, as the kernel shows it.</summary>
    public static NextHops Of(NextHop hop) => new([hop with { Weight = 1 }]);

    /// <summary>Several next hops in any order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="MaxCount"/>, or a weight outside 1 to 256.</exception>
    public static NextHops Of(params ReadOnlySpan<NextHop> hops)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hops.Length, MaxCount, nameof(hops));
        foreach (NextHop hop in hops)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(hop.Weight, 1, nameof(hops));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(hop.Weight, 256, nameof(hops));
        }

        if (hops.Length < 2)
        {
            return hops.IsEmpty ? None : Of(hops[0]);
        }

        NextHop[] sorted = hops.ToArray();
        Array.Sort(sorted, Compare);
        return new NextHops(ImmutableArray.Create(sorted));
    }

    public int Count => _hops.Length;

    public NextHop this[int index] => _hops[index];

    public ReadOnlySpan<NextHop> AsSpan() => _hops.AsSpan();

    public bool Equals(NextHops? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && AsSpan().SequenceEqual(other.AsSpan()));

    public override bool Equals(object? obj) => Equals(obj as NextHops);

    public override int GetHashCode() => _hash;

    public override string ToString() => Count == 0 ? "nowhere" : string.Join(", ", _hops);

    public IEnumerator<NextHop> GetEnumerator() => ((IEnumerable<NextHop>)_hops).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int Compare(NextHop a, NextHop b)
    {
        int order = a.InterfaceIndex.CompareTo(b.InterfaceIndex);
        order = order != 0 ? order : Comparer<Address?>.Default.Compare(a.Gateway, b.Gateway);
        order = order != 0 ? order : a.Weight.CompareTo(b.Weight);
        return order != 0 ? order : a.OnLink.CompareTo(b.OnLink);
    }
}
