using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Bfd;

/// <summary>A BFD Control packet without authentication (RFC 5880 §4.1).</summary>
public readonly record struct BfdPacket
{
    /*  Vers 3 bits, Diag 5 bits        1 octet    version 1
        Sta 2 bits, P F C A D M         1 octet
        Detect Mult                     1 octet    not 0
        Length                          1 octet    of all of it; 24 without authentication
        My Discriminator                4 octets   not 0
        Your Discriminator              4 octets   0 while the sender does not know it
        Desired Min TX Interval         4 octets   microseconds
        Required Min RX Interval        4 octets   microseconds
        Required Min Echo RX Interval   4 octets   microseconds, 0 for no echo               */

    /// <summary>Octets on the wire.</summary>
    public const int Length = 24;

    private const int Version = 1;

    public BfdDiagnostic Diagnostic { get; init; }

    public required BfdState State { get; init; }

    /// <summary>The sender wants an answer with <see cref="Final"/>.</summary>
    public bool Poll { get; init; }

    /// <summary>The answer to a poll.</summary>
    public bool Final { get; init; }

    /// <summary>The sender's BFD does not share the fate of its control plane.</summary>
    public bool ControlPlaneIndependent { get; init; }

    /// <summary>The sender asks to be sent nothing periodically while the session is up.</summary>
    public bool Demand { get; init; }

    public required byte DetectMultiplier { get; init; }

    public required uint MyDiscriminator { get; init; }

    public required uint YourDiscriminator { get; init; }

    /// <summary>Microseconds.</summary>
    public required uint DesiredMinTx { get; init; }

    /// <summary>Microseconds; 0 asks for silence.</summary>
    public required uint RequiredMinRx { get; init; }

    /// <summary>Takes a packet that may count; all checks of §6.8.6 that need no session are made here.</summary>
    /// <param name="octets">The UDP payload.</param>
    /// <param name="packet">Valid only without an error.</param>
    public static BfdPacketError TryRead(ReadOnlySpan<byte> octets, out BfdPacket packet)
    {
        var reader = new WireReader(octets);
        byte versionAndDiagnostic = reader.U8();
        byte stateAndFlags = reader.U8();
        byte multiplier = reader.U8();
        byte length = reader.U8();
        packet = new BfdPacket
        {
            Diagnostic = (BfdDiagnostic)(versionAndDiagnostic & 0x1f),
            State = (BfdState)(stateAndFlags >> 6),
            Poll = (stateAndFlags & 0x20) != 0,
            Final = (stateAndFlags & 0x10) != 0,
            ControlPlaneIndependent = (stateAndFlags & 0x08) != 0,
            Demand = (stateAndFlags & 0x02) != 0,
            DetectMultiplier = multiplier,
            MyDiscriminator = reader.U32(),
            YourDiscriminator = reader.U32(),
            DesiredMinTx = reader.U32(),
            RequiredMinRx = reader.U32(),
        };
        reader.U32(); // echo: we never send any
        bool authenticated = (stateAndFlags & 0x04) != 0;
        bool multipoint = (stateAndFlags & 0x01) != 0;
        return reader.Overrun || length < Length || length > octets.Length ? BfdPacketError.Length
            : versionAndDiagnostic >> 5 != Version ? BfdPacketError.Version
            : multiplier == 0 || multipoint || packet.MyDiscriminator == 0 ? BfdPacketError.Content
            : packet.YourDiscriminator == 0 && packet.State > BfdState.Down ? BfdPacketError.Content
            : authenticated ? BfdPacketError.Authentication
            : BfdPacketError.None;
    }

    /// <summary>Writes <see cref="Length"/> octets.</summary>
    public void Write(Span<byte> room)
    {
        var writer = new WireWriter(room[..Length]);
        writer.U8((byte)((Version << 5) | (byte)Diagnostic));
        writer.U8((byte)(((byte)State << 6) | (Poll ? 0x20 : 0) | (Final ? 0x10 : 0) | (ControlPlaneIndependent ? 0x08 : 0) | (Demand ? 0x02 : 0)));
        writer.U8(DetectMultiplier);
        writer.U8(Length);
        writer.U32(MyDiscriminator);
        writer.U32(YourDiscriminator);
        writer.U32(DesiredMinTx);
        writer.U32(RequiredMinRx);
        writer.U32(0);
    }
}
