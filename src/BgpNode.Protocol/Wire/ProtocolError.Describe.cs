using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <content>What an operator reads.</content>
public readonly partial record struct ProtocolError
{
    // Enough to recognise an attribute in a log line.
    private const int ShownOctets = 32;

    /// <summary>
    /// Plain words: <c>Cease/Administrative Shutdown: going for lunch</c>. The peer's text is made printable, so it may go
    /// to a terminal or a log as it is.
    /// </summary>
    public string Describe()
    {
        string name = CodeName(Code);
        string title = Subcode == 0 ? name : $"{name}/{SubcodeName(Code, Subcode)}";
        string detail = Detail();
        return detail.Length == 0 ? title : $"{title}: {detail}";
    }

    public override string ToString() => Describe();

    private static string CodeName(NotificationCode code) => code switch
    {
        NotificationCode.MessageHeader => "Message Header Error",
        NotificationCode.OpenMessage => "OPEN Message Error",
        NotificationCode.UpdateMessage => "UPDATE Message Error",
        NotificationCode.HoldTimerExpired => "Hold Timer Expired",
        NotificationCode.FiniteStateMachine => "Finite State Machine Error",
        NotificationCode.Cease => "Cease",
        NotificationCode.RouteRefreshMessage => "ROUTE-REFRESH Message Error",
        NotificationCode.SendHoldTimerExpired => "Send Hold Timer Expired",
        _ => $"Error {(byte)code}",
    };

    private static string SubcodeName(NotificationCode code, byte subcode) => ((byte)code, subcode) switch
    {
        (1, 1) => "Connection Not Synchronized",
        (1, 2) => "Bad Message Length",
        (1, 3) => "Bad Message Type",
        (2, 1) => "Unsupported Version Number",
        (2, 2) => "Bad Peer AS",
        (2, 3) => "Bad BGP Identifier",
        (2, 4) => "Unsupported Optional Parameter",
        (2, 5) => "Authentication Failure",
        (2, 6) => "Unacceptable Hold Time",
        (2, 7) => "Unsupported Capability",
        (2, 11) => "Role Mismatch",
        (3, 1) => "Malformed Attribute List",
        (3, 2) => "Unrecognized Well-known Attribute",
        (3, 3) => "Missing Well-known Attribute",
        (3, 4) => "Attribute Flags Error",
        (3, 5) => "Attribute Length Error",
        (3, 6) => "Invalid ORIGIN Attribute",
        (3, 7) => "AS Routing Loop",
        (3, 8) => "Invalid NEXT_HOP Attribute",
        (3, 9) => "Optional Attribute Error",
        (3, 10) => "Invalid Network Field",
        (3, 11) => "Malformed AS_PATH",
        (5, 1) => "Receive Unexpected Message in OpenSent State",
        (5, 2) => "Receive Unexpected Message in OpenConfirm State",
        (5, 3) => "Receive Unexpected Message in Established State",
        (6, 1) => "Maximum Number of Prefixes Reached",
        (6, 2) => "Administrative Shutdown",
        (6, 3) => "Peer De-configured",
        (6, 4) => "Administrative Reset",
        (6, 5) => "Connection Rejected",
        (6, 6) => "Other Configuration Change",
        (6, 7) => "Connection Collision Resolution",
        (6, 8) => "Out of Resources",
        (6, 9) => "Hard Reset",
        (6, 10) => "BFD Down",
        (7, 1) => "Invalid Message Length",
        _ => string.Create(CultureInfo.InvariantCulture, $"subcode {subcode}"),
    };

    // A peer may send any data with any code, so each row looks at the length as well.
    private string Detail()
    {
        ReadOnlySpan<byte> data = Data.Span;
        return ((byte)Code, Subcode, data.Length) switch
        {
            (_, _, 0) => string.Empty,
            (1, 2, 2) => $"length {BinaryPrimitives.ReadUInt16BigEndian(data)}",
            (1, 3, 1) => $"type {data[0]}",
            (2, 1, 2) => $"version {BinaryPrimitives.ReadUInt16BigEndian(data)} is supported",
            (2, 2, 2) => $"AS {BinaryPrimitives.ReadUInt16BigEndian(data)}",
            (2, 2, 4) => $"AS {BinaryPrimitives.ReadUInt32BigEndian(data)}",
            (3, 3, 1) => ((AttributeType)data[0]).Name(),
            (5, >= 1 and <= 3, 1) => $"message type {data[0]}",
            (6, 1, 7) => $"{FamilyName(data)} limit {BinaryPrimitives.ReadUInt32BigEndian(data[3..])}",
            (6, 2 or 4, _) => ShutdownText(data),
            (6, 9, >= 2) => new ProtocolError((NotificationCode)data[0], data[1], Data[2..]).HardResetReason(),
            _ => Hex(data),
        };
    }

    // One level only: a Hard Reset inside a Hard Reset, a thousand deep, is not worth a stack.
    private string HardResetReason() => Code == NotificationCode.Cease && Subcode == 9 ? "Cease/Hard Reset" : Describe();

    private static string FamilyName(ReadOnlySpan<byte> data)
    {
        ushort afi = BinaryPrimitives.ReadUInt16BigEndian(data);
        return FamilyExtensions.FromAfiSafi(afi, data[2])?.Name() ?? $"afi {afi} safi {data[2]}";
    }

    // RFC 9003 §2: one octet of length, then UTF-8. Older senders kept to 128 octets (RFC 8203); the layout is the same.
    private static string ShutdownText(ReadOnlySpan<byte> data) =>
        data[0] > data.Length - 1 ? Hex(data) : Printable(Encoding.UTF8.GetString(data.Slice(1, data[0])));

    // Control, format and private characters could rewrite the line they are shown in (terminal escapes, right-to-left marks).
    private static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                printable.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
            else
            {
                printable.Append(rune.ToString());
            }
        }

        return printable.ToString();
    }

    private static string Hex(ReadOnlySpan<byte> data) => data.Length <= ShownOctets
        ? Convert.ToHexStringLower(data)
        : $"{Convert.ToHexStringLower(data[..ShownOctets])}... ({data.Length} octets)";
}
