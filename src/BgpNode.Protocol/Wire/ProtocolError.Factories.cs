using System.Buffers.Binary;
using System.Text;
using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <content>The errors that we send, each with the data its RFC asks for.</content>
public readonly partial record struct ProtocolError
{
    /// <summary>RFC 9003 §2: the length is one octet.</summary>
    public const int MaxShutdownText = 255;

    // Message header, RFC 4271 §6.1

    public static ProtocolError ConnectionNotSynchronized => new(NotificationCode.MessageHeader, 1);

    /// <summary>The data is the length that was received.</summary>
    public static ProtocolError BadMessageLength(ushort length) => new(NotificationCode.MessageHeader, 2, Octets(length));

    /// <summary>The data is the type that was received.</summary>
    public static ProtocolError BadMessageType(byte type) => new(NotificationCode.MessageHeader, 3, new[] { type });

    // OPEN, RFC 4271 §6.2

    /// <summary>Also a capability of the wrong length, and an optional parameter that runs off the end.</summary>
    public static ProtocolError MalformedOpen => new(NotificationCode.OpenMessage, 0);

    /// <summary>The data is the version that we speak.</summary>
    public static ProtocolError UnsupportedVersion => new(NotificationCode.OpenMessage, 1, Octets((ushort)4));

    /// <summary>The data is the number that was received: two octets, or four when it needs them.</summary>
    public static ProtocolError BadPeerAs(AsNumber received) => new(
        NotificationCode.OpenMessage, 2, received.FitsTwoOctets ? Octets((ushort)received.Value) : Octets(received.Value));

    public static ProtocolError BadIdentifier => new(NotificationCode.OpenMessage, 3);

    public static ProtocolError UnsupportedOptionalParameter => new(NotificationCode.OpenMessage, 4);

    public static ProtocolError UnacceptableHoldTime => new(NotificationCode.OpenMessage, 6);

    /// <summary>The data lists the capabilities that we insist on, as they would stand in an OPEN (RFC 5492 §5).</summary>
    public static ProtocolError UnsupportedCapability(params ReadOnlySpan<Capability> required)
    {
        Span<byte> room = stackalloc byte[MessageFraming.MaxLength];
        var writer = new WireWriter(room);
        foreach (Capability capability in required)
        {
            capability.Write(ref writer);
        }

        return new(NotificationCode.OpenMessage, 7, room[..writer.Written].ToArray());
    }

    /// <summary>RFC 9234 §4.2.</summary>
    public static ProtocolError RoleMismatch => new(NotificationCode.OpenMessage, 11);

    // UPDATE, RFC 4271 §6.3; where the data is an attribute it is the whole of it, with flags, type and length

    public static ProtocolError MalformedAttributeList => new(NotificationCode.UpdateMessage, 1);

    public static ProtocolError UnrecognizedWellKnown(ReadOnlySpan<byte> attribute) => new(NotificationCode.UpdateMessage, 2, attribute.ToArray());

    public static ProtocolError MissingWellKnown(AttributeType type) => new(NotificationCode.UpdateMessage, 3, new[] { (byte)type });

    public static ProtocolError AttributeFlags(ReadOnlySpan<byte> attribute) => new(NotificationCode.UpdateMessage, 4, attribute.ToArray());

    public static ProtocolError AttributeLength(ReadOnlySpan<byte> attribute) => new(NotificationCode.UpdateMessage, 5, attribute.ToArray());

    public static ProtocolError InvalidOrigin(ReadOnlySpan<byte> attribute) => new(NotificationCode.UpdateMessage, 6, attribute.ToArray());

    public static ProtocolError InvalidNextHop(ReadOnlySpan<byte> attribute) => new(NotificationCode.UpdateMessage, 8, attribute.ToArray());

    public static ProtocolError OptionalAttribute(ReadOnlySpan<byte> attribute) => new(NotificationCode.UpdateMessage, 9, attribute.ToArray());

    public static ProtocolError InvalidNetworkField => new(NotificationCode.UpdateMessage, 10);

    public static ProtocolError MalformedAsPath => new(NotificationCode.UpdateMessage, 11);

    // Timers and states

    public static ProtocolError HoldTimerExpired => new(NotificationCode.HoldTimerExpired, 0);

    /// <summary>RFC 9687 §3.3.</summary>
    public static ProtocolError SendHoldTimerExpired => new(NotificationCode.SendHoldTimerExpired, 0);

    /// <summary>RFC 4271 §6.6: an event that no message caused.</summary>
    public static ProtocolError FiniteStateMachine => new(NotificationCode.FiniteStateMachine, 0);

    /// <summary>RFC 6608 §4; the data is the type of the message that was received.</summary>
    public static ProtocolError UnexpectedInOpenSent(byte type) => new(NotificationCode.FiniteStateMachine, 1, new[] { type });

    /// <inheritdoc cref="UnexpectedInOpenSent"/>
    public static ProtocolError UnexpectedInOpenConfirm(byte type) => new(NotificationCode.FiniteStateMachine, 2, new[] { type });

    /// <inheritdoc cref="UnexpectedInOpenSent"/>
    public static ProtocolError UnexpectedInEstablished(byte type) => new(NotificationCode.FiniteStateMachine, 3, new[] { type });

    // Cease, RFC 4486 §4

    /// <summary>The data is the AFI, the SAFI and the limit.</summary>
    public static ProtocolError MaxPrefixesReached(Family family, uint limit)
    {
        byte[] data = new byte[7];
        BinaryPrimitives.WriteUInt16BigEndian(data, family.Afi());
        data[2] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(3), limit);
        return new(NotificationCode.Cease, 1, data);
    }

    /// <summary>With a text for the peer's operator (RFC 9003), cut to 255 octets of UTF-8.</summary>
    public static ProtocolError AdministrativeShutdown(string? text = null) => new(NotificationCode.Cease, 2, ShutdownText(text));

    public static ProtocolError PeerDeconfigured => new(NotificationCode.Cease, 3);

    /// <inheritdoc cref="AdministrativeShutdown"/>
    public static ProtocolError AdministrativeReset(string? text = null) => new(NotificationCode.Cease, 4, ShutdownText(text));

    public static ProtocolError ConnectionRejected => new(NotificationCode.Cease, 5);

    public static ProtocolError OtherConfigurationChange => new(NotificationCode.Cease, 6);

    public static ProtocolError ConnectionCollisionResolution => new(NotificationCode.Cease, 7);

    public static ProtocolError OutOfResources => new(NotificationCode.Cease, 8);

    /// <summary>RFC 8538 §3.1: the session ends for good, graceful restart or not; the data is the reason.</summary>
    public static ProtocolError HardReset(ProtocolError reason) =>
        new(NotificationCode.Cease, 9, (byte[])[(byte)reason.Code, reason.Subcode, .. reason.Data.Span]);

    /// <summary>RFC 9384 §3.</summary>
    public static ProtocolError BfdDown => new(NotificationCode.Cease, 10);

    // ROUTE-REFRESH, RFC 7313 §5; the data is the whole message

    public static ProtocolError InvalidRouteRefreshLength(ReadOnlySpan<byte> body)
    {
        byte[] message = new byte[MessageFraming.HeaderLength + body.Length];
        MessageFraming.Marker.CopyTo(message);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(16), (ushort)message.Length);
        message[18] = (byte)MessageType.RouteRefresh;
        body.CopyTo(message.AsSpan(MessageFraming.HeaderLength));
        return new(NotificationCode.RouteRefreshMessage, 1, message);
    }

    private static byte[] ShutdownText(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        // RFC 9003 §2: whole characters only, so the cut falls between runes.
        byte[] data = new byte[1 + MaxShutdownText];
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!rune.TryEncodeToUtf8(data.AsSpan(1 + length), out int written))
            {
                break;
            }

            length += written;
        }

        data[0] = (byte)length;
        return data[..(1 + length)];
    }

    private static byte[] Octets(ushort value)
    {
        byte[] octets = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(octets, value);
        return octets;
    }

    private static byte[] Octets(uint value)
    {
        byte[] octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        return octets;
    }
}
