using System.Globalization;

namespace BgpNode.Net;

/// <summary>An Ethernet address, 48 bits in the low end of <paramref name="Value"/>.</summary>
public readonly record struct MacAddress(ulong Value)
{
    /// <summary>Six pairs of hexadecimal digits between colons.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MacAddress mac)
    {
        mac = default;
        if (text.Length != 17)
        {
            return false;
        }

        ulong value = 0;
        for (int i = 0; i < 6; i++)
        {
            if ((i > 0 && text[(i * 3) - 1] != ':')
                || !byte.TryParse(text.Slice(i * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte octet))
            {
                return false;
            }

            value = (value << 8) | octet;
        }

        mac = new MacAddress(value);
        return true;
    }

    public static MacAddress FromBytes(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        foreach (byte octet in bytes[..6])
        {
            value = (value << 8) | octet;
        }

        return new MacAddress(value);
    }

    public override string ToString() =>
        $"{(byte)(Value >> 40):x2}:{(byte)(Value >> 32):x2}:{(byte)(Value >> 24):x2}:{(byte)(Value >> 16):x2}:{(byte)(Value >> 8):x2}:{(byte)Value:x2}";
}
