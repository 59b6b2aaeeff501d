using System.Buffers.Binary;
using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>
/// Walks prefixes as NLRI and Withdrawn Routes carry them: RFC 4271 §4.3, with path identifiers RFC 7911 §3.
/// Host bits are cleared. Reading ends at the first prefix that is wrong; <see cref="Malformed"/> then says so.
/// </summary>
public ref struct NlriReader(ReadOnlySpan<byte> nlri, Family family, bool addPath)
{
    private ReadOnlySpan<byte> _rest = nlri;

    /// <summary>A length of more than 32 or 128, or a prefix that runs off the end.</summary>
    public bool Malformed { get; private set; }

    /// <summary>Whether every prefix can be read, for RFC 7606 §3 j: all routes are found before any is acted on.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> nlri, Family family, bool addPath)
    {
        int maxLength = family.AddressBits();
        int head = addPath ? 5 : 1;
        int position = 0;
        while (position <= nlri.Length - head)
        {
            int length = nlri[position + head - 1];
            if (length > maxLength)
            {
                return false;
            }

            position += head + ((length + 7) >> 3);
        }

        return position == nlri.Length;
    }

    /*  Path Identifier    4 octets   only with ADD-PATH
        Length             1 octet    in bits
        Prefix             as few octets as hold Length bits   */
    public bool Read(out Prefix prefix, out uint pathId)
    {
        byte length;
        bool read;
        if (family == Family.IPv4)
        {
            read = ReadV4(out uint v4, out length, out pathId);
            prefix = read ? new Prefix(Address.V4(v4), length) : default;
            return read;
        }

        read = ReadV6(out UInt128 v6, out length, out pathId);
        prefix = read ? new Prefix(Address.V6(v6), length) : default;
        return read;
    }

    /// <summary>As <see cref="Read"/>, for IPv4 without building a <see cref="Prefix"/>: the hot path.</summary>
    public bool ReadV4(out uint address, out byte length, out uint pathId)
    {
        ReadOnlySpan<byte> rest = _rest;
        if (!addPath && rest.Length > 4 && rest[0] <= 32)
        {
            // Nearly all of them: one load, and the mask drops what belongs to the next prefix.
            (length, pathId) = (rest[0], 0);
            address = (uint)((ulong)BinaryPrimitives.ReadUInt32BigEndian(rest[1..]) & (0xFFFFFFFF00000000UL >> length));
            _rest = rest[(1 + ((length + 7) >> 3))..];
            return true;
        }

        address = 0;
        if (!ReadHead(32, out length, out pathId))
        {
            return false;
        }

        int octets = (length + 7) >> 3;
        if (_rest.Length >= 4)
        {
            address = BinaryPrimitives.ReadUInt32BigEndian(_rest); // one load; the mask drops what belongs to the next prefix
        }
        else if (_rest.Length >= octets)
        {
            for (int i = 0; i < octets; i++)
            {
                address |= (uint)_rest[i] << (24 - (8 * i));
            }
        }
        else
        {
            return Fail();
        }

        address = length == 0 ? 0 : address & (uint.MaxValue << (32 - length));
        _rest = _rest[octets..];
        return true;
    }

    /// <summary>As <see cref="Read"/>, for IPv6 without building a <see cref="Prefix"/>.</summary>
    public bool ReadV6(out UInt128 address, out byte length, out uint pathId)
    {
        address = 0;
        if (!ReadHead(128, out length, out pathId))
        {
            return false;
        }

        int octets = (length + 7) >> 3;
        if (_rest.Length >= 16)
        {
            address = BinaryPrimitives.ReadUInt128BigEndian(_rest);
        }
        else if (_rest.Length >= octets)
        {
            Span<byte> padded = stackalloc byte[16];
            padded.Clear();
            _rest[..octets].CopyTo(padded);
            address = BinaryPrimitives.ReadUInt128BigEndian(padded);
        }
        else
        {
            return Fail();
        }

        address = length == 0 ? 0 : address & (UInt128.MaxValue << (128 - length));
        _rest = _rest[octets..];
        return true;
    }

    private bool ReadHead(byte maxLength, out byte length, out uint pathId)
    {
        length = 0;
        pathId = 0;
        if (_rest.IsEmpty)
        {
            return false;
        }

        if (addPath)
        {
            if (_rest.Length < 5)
            {
                return Fail();
            }

            pathId = BinaryPrimitives.ReadUInt32BigEndian(_rest);
            _rest = _rest[4..];
        }

        length = _rest[0];
        if (length > maxLength)
        {
            return Fail();
        }

        _rest = _rest[1..];
        return true;
    }

    private bool Fail()
    {
        Malformed = true;
        _rest = default;
        return false;
    }
}
