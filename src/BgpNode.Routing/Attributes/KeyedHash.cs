using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BgpNode.Routing.Attributes;

/// <summary>
/// A 64-bit hash of attribute bytes under a secret of this process, so that a neighbour cannot choose attributes that all
/// fall into one place. Eight octets a step through a 128-bit product.
/// </summary>
internal static class KeyedHash
{
    private static readonly ulong[] Secret = MemoryMarshal.Cast<byte, ulong>(RandomNumberGenerator.GetBytes(24)).ToArray();

    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed)
    {
        ulong hash = Mix(seed ^ Secret[0], (ulong)bytes.Length ^ Secret[1]);
        while (bytes.Length >= 16)
        {
            hash = Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ Secret[1], BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) ^ hash);
            bytes = bytes[16..];
        }

        ulong low = 0, high = 0;
        if (bytes.Length >= 8)
        {
            low = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            bytes = bytes[8..];
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            high |= (ulong)bytes[i] << (8 * i);
        }

        return Mix(Mix(low ^ Secret[2], high ^ hash), Secret[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
