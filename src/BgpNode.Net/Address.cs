using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace BgpNode.Net;

/// <summary>
/// An IPv4 or IPv6 address as a value: 17 octets, no allocation. IPv4 sits in the low 32 bits of <see cref="Bits"/>.
/// A scope (the link of a link-local address) is never part of it; whoever needs one carries the interface beside it.
/// </summary>
public readonly record struct Address : IComparable<Address>
{
    public Address(Family family, UInt128 bits)
    {
        Family = family;
        Bits = family == Family.IPv4 ? bits & uint.MaxValue : bits;
    }

    public Family Family { get; }

    /// <summary>The address as a number in host order.</summary>
    public UInt128 Bits { get; }

    public static Address V4(uint bits) => new(Family.IPv4, bits);

    public static Address V6(UInt128 bits) => new(Family.IPv6, bits);

    /// <summary>0.0.0.0 or ::.</summary>
    public bool IsUnspecified => Bits == UInt128.Zero;

    /// <summary>127.0.0.0/8 or ::1.</summary>
    public bool IsLoopback => Family == Family.IPv4 ? (uint)Bits >> 24 == 127 : Bits == UInt128.One;

    /// <summary>224.0.0.0/4 or ff00::/8.</summary>
    public bool IsMulticast => Family == Family.IPv4 ? (uint)Bits >> 28 == 14 : (byte)(Bits >> 120) == 0xff;

    /// <summary>169.254.0.0/16 or fe80::/10.</summary>
    public bool IsLinkLocal => Family == Family.IPv4 ? (uint)Bits >> 16 == 0xa9fe : (ushort)(Bits >> 118) == 0x3fa;

    /// <summary>Reads 4 or 16 octets in network order.</summary>
    public static Address FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == 4
        ? V4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
        : V6(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Writes 4 or 16 octets in network order and returns how many.</summary>
    public int WriteTo(Span<byte> destination)
    {
        if (Family == Family.IPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)Bits);
            return 4;
        }

        BinaryPrimitives.WriteUInt128BigEndian(destination, Bits);
        return 16;
    }

    public static Address From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out int written);
        return FromBytes(bytes[..written]);
    }

    public IPAddress ToIPAddress(long scope = 0)
    {
        Span<byte> bytes = stackalloc byte[16];
        int written = WriteTo(bytes);
        return Family == Family.IPv6 && scope != 0 ? new IPAddress(bytes[..written], scope) : new IPAddress(bytes[..written]);
    }

    /// <summary>
    /// Strict: four decimal octets without leading zeros, or IPv6 text of RFC 4291 §2.2 without scope.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Address address)
    {
        if (text.Contains(':'))
        {
            address = default;
            if (text.ContainsAny('%', '[', '/') || !IPAddress.TryParse(text, out IPAddress? parsed)
                || parsed.AddressFamily != AddressFamily.InterNetworkV6)
            {
                return false;
            }

            Span<byte> bytes = stackalloc byte[16];
            parsed.TryWriteBytes(bytes, out _);
            address = FromBytes(bytes);
            return true;
        }

        return TryParseV4(text, out address);
    }

    public static Address Parse(string text) =>
        TryParse(text, out Address address) ? address : throw new FormatException($"'{text}' is not an IP address.");

    private static bool TryParseV4(ReadOnlySpan<char> text, out Address address)
    {
        address = default;
        uint bits = 0;
        for (int part = 0; part < 4; part++)
        {
            int dot = part < 3 ? text.IndexOf('.') : text.Length;
            if (dot is < 1 or > 3 || (dot > 1 && text[0] == '0'))
            {
                return false;
            }

            uint octet = 0;
            foreach (char digit in text[..dot])
            {
                if (!char.IsAsciiDigit(digit))
                {
                    return false;
                }

                octet = (octet * 10) + (uint)(digit - '0');
            }

            if (octet > 255)
            {
                return false;
            }

            bits = (bits << 8) | octet;
            text = text[Math.Min(dot + 1, text.Length)..];
        }

        address = V4(bits);
        return true;
    }

    public int CompareTo(Address other) =>
        Family != other.Family ? Family.CompareTo(other.Family) : Bits.CompareTo(other.Bits);

    public static bool operator <(Address left, Address right) => left.CompareTo(right) < 0;

    public static bool operator >(Address left, Address right) => left.CompareTo(right) > 0;

    public static bool operator <=(Address left, Address right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Address left, Address right) => left.CompareTo(right) >= 0;

    [SuppressMessage("Globalization", "CA1305", Justification = "An address has no culture.")]
    public override string ToString()
    {
        uint v4 = (uint)Bits;
        return Family == Family.IPv4
            ? $"{v4 >> 24}.{(v4 >> 16) & 255}.{(v4 >> 8) & 255}.{v4 & 255}"
            : ToIPAddress().ToString();
    }
}
