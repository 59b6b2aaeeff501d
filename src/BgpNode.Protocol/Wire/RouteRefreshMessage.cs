using System.Buffers;
using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>ROUTE-REFRESH, RFC 2918 §3 and RFC 7313 §3.2.</summary>
/// <param name="Afi">Address Family Identifier.</param>
/// <param name="Safi">Subsequent Address Family Identifier.</param>
/// <param name="Subtype">0 asks for all routes, 1 and 2 frame the answer; others are to be ignored (RFC 7313 §5).</param>
public readonly record struct RouteRefreshMessage(ushort Afi, byte Safi, byte Subtype)
{
    /// <summary>Please send everything again.</summary>
    public const byte Request = 0;

    /// <summary>Beginning-of-RR.</summary>
    public const byte Begin = 1;

    /// <summary>End-of-RR.</summary>
    public const byte End = 2;

    private const int BodyLength = 4;

    public RouteRefreshMessage(Family family, byte subtype)
        : this(family.Afi(), 1, subtype)
    {
    }

    /// <summary>The family, or null when we do not route it; such a message is ignored (RFC 2918 §4).</summary>
    public Family? Family => FamilyExtensions.FromAfiSafi(Afi, Safi);

    /*  AFI        2 octets
        Subtype    1 octet    reserved in RFC 2918
        SAFI       1 octet                           */
    /// <param name="body">The message without its header.</param>
    /// <param name="message">What it says.</param>
    /// <param name="error">Of a wrong length: 7/1 for the two marks of RFC 7313, 1/2 for everything else.</param>
    public static bool TryRead(ReadOnlySpan<byte> body, out RouteRefreshMessage message, out ProtocolError? error)
    {
        var reader = new WireReader(body);
        ushort afi = reader.U16();
        byte subtype = reader.U8();
        byte safi = reader.U8();

        error = reader.ReadExactly ? null
            : subtype is Begin or End ? ProtocolError.InvalidRouteRefreshLength(body)
            : ProtocolError.BadMessageLength((ushort)(MessageFraming.HeaderLength + body.Length));
        message = error is null ? new RouteRefreshMessage(afi, safi, subtype) : default;
        return error is null;
    }

    public void Write(IBufferWriter<byte> output)
    {
        var writer = WireWriter.Message(output, MessageType.RouteRefresh, MessageFraming.HeaderLength + BodyLength);
        writer.U16(Afi);
        writer.U8(Subtype);
        writer.U8(Safi);
        writer.Complete();
    }
}
