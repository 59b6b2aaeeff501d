using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>OPEN, RFC 4271 §4.2, with capabilities (RFC 5492) in the short or the extended form (RFC 9072).</summary>
/// <param name="MyAs">The field of two octets: AS_TRANS when the number needs four (RFC 6793 §9).</param>
/// <param name="HoldTime">Seconds: 0, or at least 3.</param>
/// <param name="Identifier">The speaker's BGP Identifier.</param>
/// <param name="Capabilities">In the order in which they came, repetitions included.</param>
public sealed record OpenMessage(AsNumber MyAs, ushort HoldTime, RouterId Identifier, ImmutableArray<Capability> Capabilities)
{
    private const byte Version = 4;
    private const byte CapabilitiesParameter = 2;
    private const byte ExtendedMark = 255;

    /// <summary>The speaker's real AS number: the capability's when there is one (RFC 6793 §4.1).</summary>
    public AsNumber As => Find<FourOctetAsCapability>()?.As ?? MyAs;

    /// <summary>The first capability of a kind, or null.</summary>
    public T? Find<T>()
        where T : Capability => Capabilities.OfType<T>().FirstOrDefault();

    /*  Version                 1 octet    always 4
        My Autonomous System    2 octets   AS_TRANS when the AS needs four (RFC 6793 §9)
        Hold Time               2 octets   0, or at least 3 seconds
        BGP Identifier          4 octets
        Opt Parm Len            1 octet
        Optional Parameters     Opt Parm Len octets
        or, RFC 9072 §2,
        Non-Ext OP Len          1 octet    255; not 0
        Non-Ext OP Type         1 octet    255
        Extended OP Len         2 octets
        Optional Parameters     Extended OP Len octets, each with two octets of length   */
    /// <param name="body">The message without its header.</param>
    /// <param name="open">What it says, when all that can be judged without the configuration is right.</param>
    /// <param name="error">RFC 4271 §6.2: 2/1, 2/0, 2/4, 2/2 (AS 0, RFC 7607), 2/6 or 2/3.</param>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out OpenMessage? open, out ProtocolError? error)
    {
        var reader = new WireReader(body);
        byte version = reader.U8();
        var myAs = new AsNumber(reader.U16());
        ushort holdTime = reader.U16();
        var identifier = new RouterId(reader.U32());
        byte length = reader.U8();

        bool extended = length != 0 && reader.Remaining > 0 && body[^reader.Remaining] == ExtendedMark;
        if (extended)
        {
            reader.U8();
        }

        ReadOnlySpan<byte> parameters = reader.Bytes(extended ? reader.U16() : length);
        ImmutableArray<Capability>.Builder capabilities = ImmutableArray.CreateBuilder<Capability>();

        error = version != Version ? ProtocolError.UnsupportedVersion // first: another version may lay out the rest differently
            : !reader.ReadExactly ? ProtocolError.MalformedOpen
            : ReadParameters(parameters, extended, capabilities);
        open = error is null ? new OpenMessage(myAs, holdTime, identifier, capabilities.ToImmutable()) : null;
        error ??= open!.MyAs.Value == 0 ? ProtocolError.BadPeerAs(open.MyAs) // RFC 7607 §2
            : open.As.Value == 0 ? ProtocolError.BadPeerAs(open.As)
            : holdTime is 1 or 2 ? ProtocolError.UnacceptableHoldTime // §6.2: MUST reject one and two seconds
            : identifier.Value == 0 ? ProtocolError.BadIdentifier // RFC 6286 §2.1: any other value will do
            : null;
        open = error is null ? open : null;
        return open is not null;
    }

    public bool Equals(OpenMessage? other) => other is not null && MyAs == other.MyAs && HoldTime == other.HoldTime
        && Identifier == other.Identifier && Capabilities.AsSpan().SequenceEqual(other.Capabilities.AsSpan());

    public override int GetHashCode() => HashCode.Combine(MyAs, HoldTime, Identifier, Capabilities.Length);

    /// <summary>One parameter with all capabilities (RFC 5492 §4); the extended form only when the short one cannot hold them (RFC 9072 §2).</summary>
    public void Write(IBufferWriter<byte> output)
    {
        Span<byte> room = stackalloc byte[MessageFraming.MaxLength];
        var capabilities = new WireWriter(room);
        foreach (Capability capability in Capabilities)
        {
            capability.Write(ref capabilities);
        }

        ReadOnlySpan<byte> value = room[..capabilities.Written];

        var writer = WireWriter.Message(output, MessageType.Open);
        writer.U8(Version);
        writer.U16((ushort)MyAs.Value);
        writer.U16(HoldTime);
        writer.U32(Identifier.Value);
        if (value.IsEmpty)
        {
            writer.U8(0);
        }
        else if (value.Length + 2 <= byte.MaxValue)
        {
            writer.U8((byte)(value.Length + 2));
            writer.U8(CapabilitiesParameter);
            writer.U8((byte)value.Length);
            writer.Bytes(value);
        }
        else
        {
            writer.U8(ExtendedMark);
            writer.U8(ExtendedMark);
            writer.U16((ushort)(value.Length + 3));
            writer.U8(CapabilitiesParameter);
            writer.U16((ushort)value.Length);
            writer.Bytes(value);
        }

        writer.Complete();
    }

    /*  Parm. Type      1 octet
        Parm. Length    1 octet, or 2 in the extended form
        Parm. Value     Parm. Length octets                  */
    private static ProtocolError? ReadParameters(ReadOnlySpan<byte> parameters, bool extended, ImmutableArray<Capability>.Builder capabilities)
    {
        var reader = new WireReader(parameters);
        while (reader.Remaining > 0)
        {
            byte type = reader.U8();
            ReadOnlySpan<byte> value = reader.Bytes(extended ? reader.U16() : reader.U8());
            if (reader.Overrun)
            {
                return ProtocolError.MalformedOpen;
            }

            if (type != CapabilitiesParameter)
            {
                return ProtocolError.UnsupportedOptionalParameter;
            }

            if (!ReadCapabilities(value, capabilities))
            {
                return ProtocolError.MalformedOpen;
            }
        }

        return null;
    }

    private static bool ReadCapabilities(ReadOnlySpan<byte> value, ImmutableArray<Capability>.Builder capabilities)
    {
        var reader = new WireReader(value);
        while (reader.Remaining > 0)
        {
            byte code = reader.U8();
            ReadOnlySpan<byte> content = reader.Bytes(reader.U8());
            if (reader.Overrun || !Capability.TryRead(code, content, out Capability? capability))
            {
                return false;
            }

            capabilities.Add(capability);
        }

        return true;
    }
}
