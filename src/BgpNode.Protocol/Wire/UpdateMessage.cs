using System.Buffers;
using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>UPDATE, RFC 4271 §4.3: its three parts as spans of the message. Nothing inside them is judged here.</summary>
public readonly ref struct UpdateMessage
{
    private UpdateMessage(ReadOnlySpan<byte> withdrawn, ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> nlri)
    {
        Withdrawn = withdrawn;
        Attributes = attributes;
        Nlri = nlri;
    }

    /// <summary>IPv4 prefixes that are gone.</summary>
    public ReadOnlySpan<byte> Withdrawn { get; }

    public ReadOnlySpan<byte> Attributes { get; }

    /// <summary>IPv4 prefixes that have these attributes.</summary>
    public ReadOnlySpan<byte> Nlri { get; }

    /*  Withdrawn Routes Length         2 octets
        Withdrawn Routes                Withdrawn Routes Length octets
        Total Path Attribute Length     2 octets
        Path Attributes                 Total Path Attribute Length octets
        NLRI                            the rest                             */
    /// <param name="body">The message without its header.</param>
    /// <param name="update">Its parts.</param>
    /// <param name="error">3/1 when the two lengths do not fit the message (§6.3; RFC 7606 §3 a keeps the session reset).</param>
    public static bool TryRead(ReadOnlySpan<byte> body, out UpdateMessage update, out ProtocolError? error)
    {
        var reader = new WireReader(body);
        ReadOnlySpan<byte> withdrawn = reader.Bytes(reader.U16());
        ReadOnlySpan<byte> attributes = reader.Bytes(reader.U16());
        ReadOnlySpan<byte> nlri = reader.Rest();

        error = reader.Overrun ? ProtocolError.MalformedAttributeList : null;
        update = error is null ? new UpdateMessage(withdrawn, attributes, nlri) : default;
        return error is null;
    }

    /// <summary>
    /// Whether it is the End-of-RIB of a family that we route, RFC 4724 §2: nothing at all for IPv4, or nothing but an empty
    /// MP_UNREACH_NLRI.
    /// </summary>
    public bool IsEndOfRib(out Family family)
    {
        family = Family.IPv4;
        if (!Withdrawn.IsEmpty || !Nlri.IsEmpty)
        {
            return false;
        }

        if (Attributes.IsEmpty)
        {
            return true;
        }

        var reader = new AttributeReader(Attributes);
        if (!reader.Next() || reader.Type != AttributeType.MpUnreachNlri || !reader.AtEnd
            || !MpUnreach.TryRead(reader.Value, out MpUnreach unreach) || !unreach.Nlri.IsEmpty || unreach.Family is not { } named)
        {
            return false;
        }

        family = named;
        return true;
    }

    /// <summary>Writes the End-of-RIB of a family, RFC 4724 §2.</summary>
    public static void WriteEndOfRib(IBufferWriter<byte> output, Family family)
    {
        var writer = WireWriter.Message(output, MessageType.Update, 64);
        writer.U16(0);
        int begin = writer.BeginLength16();
        if (family != Family.IPv4)
        {
            writer.U8((byte)AttributeFlags.Optional);
            writer.U8((byte)AttributeType.MpUnreachNlri);
            writer.U8(3);
            writer.U16(family.Afi());
            writer.U8(1);
        }

        writer.EndLength16(begin);
        writer.Complete();
    }
}
