using System.Buffers.Binary;
using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>Writes prefixes as NLRI and Withdrawn Routes carry them, RFC 4271 §4.3. Each call returns the octets written.</summary>
public static class NlriWriter
{
    /// <summary>The longest encoding: path identifier, length and 16 octets.</summary>
    public const int MaxOctets = 4 + 1 + 16;

    /// <summary>Octets of a prefix of this many bits, without path identifier.</summary>
    public static int Octets(byte length) => 1 + ((length + 7) >> 3);

    public static int Write(Span<byte> destination, Prefix prefix) => prefix.Family == Family.IPv4
        ? WriteV4(destination, (uint)prefix.Address.Bits, prefix.Length)
        : WriteV6(destination, prefix.Address.Bits, prefix.Length);

    /// <summary>With a path identifier, RFC 7911 §3.</summary>
    public static int Write(Span<byte> destination, Prefix prefix, uint pathId)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, pathId);
        return 4 + Write(destination[4..], prefix);
    }

    /// <param name="destination">At least <see cref="Octets"/> long; up to five octets of it are touched.</param>
    /// <param name="address">With host bits cleared.</param>
    /// <param name="length">0 to 32 bits.</param>
    public static int WriteV4(Span<byte> destination, uint address, byte length)
    {
        int octets = (length + 7) >> 3;
        destination[0] = length;
        if (destination.Length >= 5)
        {
            // One store; what it writes past the prefix is overwritten by the next one.
            BinaryPrimitives.WriteUInt32BigEndian(destination[1..], address);
        }
        else
        {
            for (int i = 0; i < octets; i++)
            {
                destination[1 + i] = (byte)(address >> (24 - (8 * i)));
            }
        }

        return 1 + octets;
    }

    /// <param name="destination">At least <see cref="Octets"/> long.</param>
    /// <param name="address">With host bits cleared.</param>
    /// <param name="length">0 to 128 bits.</param>
    public static int WriteV6(Span<byte> destination, UInt128 address, byte length)
    {
        int octets = (length + 7) >> 3;
        Span<byte> whole = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(whole, address);
        destination[0] = length;
        whole[..octets].CopyTo(destination[1..]);
        return 1 + octets;
    }
}
