using System.Globalization;
using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>An extended community, RFC 4360 §2: eight octets whose first two say how to read the rest.</summary>
public readonly record struct ExtendedCommunity(ulong Value)
{
    private const ulong NonTransitiveBit = 0x4000_0000_0000_0000;

    /// <summary>Whether it may cross an AS border (RFC 4360 §2: the T bit is clear).</summary>
    public bool IsTransitive => (Value & NonTransitiveBit) == 0;

    /// <summary><c>rt:65001:100</c> and <c>ro:...</c> for targets and origins, <c>generic:0x...</c> for the rest.</summary>
    public override string ToString()
    {
        string? name = (byte)(Value >> 48) switch
        {
            2 => "rt",
            3 => "ro",
            _ => null,
        };
        string? text = (name, (byte)(Value >> 56)) switch
        {
            (null, _) => null,
            (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{name}:{(ushort)(Value >> 32)}:{(uint)Value}"), // two-octet AS
            (_, 1) => string.Create(CultureInfo.InvariantCulture, $"{name}:{Address.V4((uint)(Value >> 16))}:{(ushort)Value}"),
            (_, 2) => string.Create(CultureInfo.InvariantCulture, $"{name}:{(uint)(Value >> 16)}:{(ushort)Value}"), // four-octet AS, RFC 5668
            _ => null,
        };
        return text ?? string.Create(CultureInfo.InvariantCulture, $"generic:0x{Value:x16}");
    }
}
