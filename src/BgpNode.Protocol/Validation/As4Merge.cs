using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Validation;

/// <summary>AS_PATH and AGGREGATOR of a peer with AS numbers of two octets, made whole again: RFC 6793 §4.2.3.</summary>
/// <param name="AsPath">With what AS4_PATH restores.</param>
/// <param name="Aggregator">With what AS4_AGGREGATOR restores; null when there is none.</param>
internal sealed record As4Merge(AsPath AsPath, Aggregator? Aggregator)
{
    /// <param name="attributes">As they came.</param>
    /// <param name="begins">Where each judged attribute begins, -1 for none.</param>
    public static As4Merge Of(ReadOnlySpan<byte> attributes, ReadOnlySpan<int> begins)
    {
        AsPath path = AsPath.Read(Value(attributes, begins, AttributeType.AsPath), fourOctetAs: false);
        Aggregator? aggregator = ReadAggregator(Value(attributes, begins, AttributeType.Aggregator), fourOctetAs: false);
        Aggregator? as4Aggregator = ReadAggregator(Value(attributes, begins, AttributeType.As4Aggregator), fourOctetAs: true);

        // An AGGREGATOR with a number of its own was set by a speaker that knew no AS4_*: both are then older than the AS_PATH.
        if (aggregator is { } given && as4Aggregator is not null && given.As != AsNumber.Trans)
        {
            return new(path, aggregator);
        }

        ReadOnlySpan<byte> as4Path = Value(attributes, begins, AttributeType.As4Path);
        AsPath merged = as4Path.IsEmpty ? path : path.MergedWith(AsPath.Read(as4Path, fourOctetAs: true));
        return new(
            merged.Octets(fourOctetAs: true) <= ushort.MaxValue ? merged : path, // sets in AS4_PATH may make it longer than an attribute can be
            aggregator is null ? null : as4Aggregator ?? aggregator);
    }

    private static Aggregator? ReadAggregator(ReadOnlySpan<byte> value, bool fourOctetAs)
    {
        if (value.IsEmpty)
        {
            return null;
        }

        var reader = new WireReader(value);
        return new(new(fourOctetAs ? reader.U32() : reader.U16()), new(reader.U32()));
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> attributes, ReadOnlySpan<int> begins, AttributeType type)
    {
        if (begins[(int)type] < 0)
        {
            return default;
        }

        var reader = new AttributeReader(attributes[begins[(int)type]..]);
        reader.Next();
        return reader.Value;
    }
}
