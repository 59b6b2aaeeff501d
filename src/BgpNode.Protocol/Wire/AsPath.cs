using System.Collections.Immutable;
using System.Runtime.InteropServices;
using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>AS_PATH, RFC 4271 §5.1.2, always with AS numbers of four octets. Immutable.</summary>
public sealed class AsPath : IEquatable<AsPath>
{
    public static readonly AsPath Empty = new([]);

    public AsPath(ImmutableArray<AsPathSegment> segments)
    {
        Segments = segments;
        foreach (AsPathSegment segment in segments)
        {
            Length += segment.Length;
        }
    }

    public ImmutableArray<AsPathSegment> Segments { get; }

    /// <summary>The length that the best path is chosen by: a set counts as one, a confederation not at all.</summary>
    public int Length { get; }

    /// <summary>The leftmost number: the neighbour that sent the path. Null when it begins with a set or is empty.</summary>
    public AsNumber? First => Segments is [{ Type: AsPathSegmentType.Sequence } first, ..] ? first.Numbers[0] : null;

    /// <summary>The rightmost number: where the route began. Null when it ends in a set or is empty.</summary>
    public AsNumber? Origin => Segments is [.., { Type: AsPathSegmentType.Sequence } last] ? last.Numbers[^1] : null;

    /// <summary>A path of one sequence.</summary>
    public static AsPath Of(params ReadOnlySpan<AsNumber> numbers) =>
        numbers.IsEmpty ? Empty : new([new(AsPathSegmentType.Sequence, [.. numbers])]);

    /// <summary>Reads the value of an AS_PATH or AS4_PATH that was judged before.</summary>
    /// <param name="value">The attribute's value.</param>
    /// <param name="fourOctetAs">Whether its AS numbers have four octets, or two.</param>
    public static AsPath Read(ReadOnlySpan<byte> value, bool fourOctetAs)
    {
        if (value.IsEmpty)
        {
            return Empty;
        }

        ImmutableArray<AsPathSegment>.Builder segments = ImmutableArray.CreateBuilder<AsPathSegment>(1);
        var reader = new WireReader(value);
        while (reader.Remaining > 0)
        {
            var type = (AsPathSegmentType)reader.U8();
            var numbers = new AsNumber[reader.U8()];
            for (int i = 0; i < numbers.Length; i++)
            {
                numbers[i] = new AsNumber(fourOctetAs ? reader.U32() : reader.U16());
            }

            segments.Add(new(type, ImmutableCollectionsMarshal.AsImmutableArray(numbers)));
        }

        return new(segments.DrainToImmutable());
    }

    /// <summary>Octets of its value.</summary>
    public int Octets(bool fourOctetAs)
    {
        int octets = 0;
        foreach (AsPathSegment segment in Segments)
        {
            octets += 2 + (segment.Numbers.Length * (fourOctetAs ? 4 : 2));
        }

        return octets;
    }

    /*  any number of
        Path Segment Type      1 octet
        Path Segment Length    1 octet     in AS numbers
        Path Segment Value     2 or 4 octets each          */
    /// <summary>Writes its value. A number that does not fit two octets becomes AS_TRANS (RFC 6793 §4.2.2).</summary>
    public void Write(ref WireWriter writer, bool fourOctetAs)
    {
        foreach (AsPathSegment segment in Segments)
        {
            writer.U8((byte)segment.Type);
            writer.U8((byte)segment.Numbers.Length);
            foreach (AsNumber number in segment.Numbers)
            {
                if (fourOctetAs)
                {
                    writer.U32(number.Value);
                }
                else
                {
                    writer.U16((ushort)(number.FitsTwoOctets ? number : AsNumber.Trans).Value);
                }
            }
        }
    }

    public bool Contains(AsNumber number) => Count(number) > 0;

    /// <summary>How often a number stands in it, sets and confederations included (RFC 4271 §9.1.2: the whole path is searched).</summary>
    public int Count(AsNumber number)
    {
        int count = 0;
        foreach (AsPathSegment segment in Segments)
        {
            foreach (AsNumber each in segment.Numbers)
            {
                count += each == number ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>Puts a number before the path; a sequence that would pass 255 numbers gets a new one before it (RFC 4271 §5.1.2).</summary>
    public AsPath Prepend(AsNumber number, int times = 1)
    {
        ImmutableArray<AsPathSegment> segments = Segments;
        for (int left = times; left > 0;)
        {
            bool joins = segments is [{ Type: AsPathSegmentType.Sequence, Numbers.Length: < AsPathSegment.MaxNumbers }, ..];
            ImmutableArray<AsNumber> behind = joins ? segments[0].Numbers : [];
            int now = Math.Min(left, AsPathSegment.MaxNumbers - behind.Length);
            var joined = new AsPathSegment(AsPathSegmentType.Sequence, [.. Enumerable.Repeat(number, now), .. behind]);
            segments = joins ? segments.SetItem(0, joined) : segments.Insert(0, joined);
            left -= now;
        }

        return new(segments);
    }

    /// <summary>Without segments of confederations: what AS4_PATH may carry (RFC 6793 §3).</summary>
    public AsPath WithoutConfederations() =>
        Segments.Any(segment => segment.IsConfederation) ? new([.. Segments.Where(segment => !segment.IsConfederation)]) : this;

    /// <summary>
    /// The path that a peer with AS numbers of two octets meant: this is its AS_PATH, and AS4_PATH replaces the tail of the same
    /// length (RFC 6793 §4.2.3). An AS4_PATH that is longer than the AS_PATH is ignored.
    /// </summary>
    public AsPath MergedWith(AsPath as4Path)
    {
        AsPath tail = as4Path.WithoutConfederations();
        int keep = Length - tail.Length;
        if (keep < 0 || tail.Segments.IsEmpty)
        {
            return this;
        }

        ImmutableArray<AsPathSegment>.Builder segments = ImmutableArray.CreateBuilder<AsPathSegment>();
        foreach (AsPathSegment segment in Segments)
        {
            // A confederation counts nothing; it stays where it leads or adjoins what is kept.
            if (!segment.IsConfederation && keep == 0)
            {
                break;
            }

            if (segment.Type == AsPathSegmentType.Sequence && segment.Numbers.Length > keep)
            {
                segments.Add(segment with { Numbers = segment.Numbers[..keep] });
                break;
            }

            segments.Add(segment);
            keep -= segment.Length;
        }

        // The sequence that was cut in two is one again.
        if (segments is [.., { Type: AsPathSegmentType.Sequence } left] && tail.Segments is [{ Type: AsPathSegmentType.Sequence } right, ..]
            && left.Numbers.Length + right.Numbers.Length <= AsPathSegment.MaxNumbers)
        {
            segments[^1] = left with { Numbers = left.Numbers.AddRange(right.Numbers) };
            segments.AddRange(tail.Segments.AsSpan()[1..]);
        }
        else
        {
            segments.AddRange(tail.Segments);
        }

        return new(segments.ToImmutable());
    }

    public bool Equals(AsPath? other) => other is not null && Segments.AsSpan().SequenceEqual(other.Segments.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as AsPath);

    public override int GetHashCode() => HashCode.Combine(Length, First, Origin);

    /// <summary><c>65001 64512 {1,2}</c>; empty for a path without segments.</summary>
    public override string ToString() => string.Join(' ', Segments);
}
