using System.Buffers.Binary;
using System.Net;
using BgpNode.Conformance.Lab.Raw;

namespace BgpNode.Conformance.Rfc.Lab;

/// <summary>UPDATE messages by hand, RFC 4271 §4.3.</summary>
internal static class UpdateBytes
{
    public const byte WellKnown = 0x40;
    public const byte Optional = 0x80;
    public const byte OptionalTransitive = 0xc0;
    public const byte Partial = 0x20;
    public const byte ExtendedLength = 0x10;

    public static readonly byte[] Igp = Attribute(WellKnown, 1, 0);

    public static byte[] Attribute(byte flags, byte type, params ReadOnlySpan<byte> value) =>
        value.Length > 255 || (flags & ExtendedLength) != 0
            ? [(byte)(flags | ExtendedLength), type, (byte)(value.Length >> 8), (byte)value.Length, .. value]
            : [flags, type, (byte)value.Length, .. value];

    public static byte[] NextHop(string address) => Attribute(WellKnown, 3, IPAddress.Parse(address).GetAddressBytes());

    public static byte[] Med(uint value) => Attribute(Optional, 4, Octets(value));

    public static byte[] LocalPref(uint value) => Attribute(WellKnown, 5, Octets(value));

    /// <summary>One AS_SEQUENCE of four octets each, or an empty path.</summary>
    public static byte[] Path(params uint[] numbers) => Attribute(WellKnown, 2, numbers.Length == 0 ? [] : Segment(2, numbers));

    /// <summary>One AS_SEQUENCE of two octets each.</summary>
    public static byte[] OldPath(params ushort[] numbers) =>
        Attribute(WellKnown, 2, [2, (byte)numbers.Length, .. numbers.SelectMany(n => new[] { (byte)(n >> 8), (byte)n })]);

    public static byte[] Segment(byte type, params uint[] numbers) => [type, (byte)numbers.Length, .. numbers.SelectMany(Octets)];

    public static byte[] Octets(uint value)
    {
        byte[] octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        return octets;
    }

    /// <summary>A length and as many octets as it needs.</summary>
    public static byte[] Nlri(string prefix)
    {
        var network = IPNetwork.Parse(prefix);
        return [(byte)network.PrefixLength, .. network.BaseAddress.GetAddressBytes().AsSpan(0, (network.PrefixLength + 7) / 8)];
    }

    /// <summary>What a route of this neighbour must have: ORIGIN, AS_PATH, NEXT_HOP, and LOCAL_PREF when it is internal.</summary>
    public static byte[] Mandatory(LabPeer peer) => peer.IsInternal
        ? [.. Igp, .. Path(), .. NextHop(peer.Address), .. LocalPref(100)]
        : [.. Igp, .. Path(peer.As), .. NextHop(peer.Address)];

    public static byte[] Announce(string prefix, params ReadOnlySpan<byte> attributes) => Update([], attributes, Nlri(prefix));

    public static byte[] Withdraw(string prefix) => Update(Nlri(prefix), [], []);

    public static byte[] Update(ReadOnlySpan<byte> withdrawn, ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> nlri) => BgpBytes.Message(BgpBytes.Update,
    [
        (byte)(withdrawn.Length >> 8), (byte)withdrawn.Length, .. withdrawn,
        (byte)(attributes.Length >> 8), (byte)attributes.Length, .. attributes, .. nlri,
    ]);

    /// <summary>MP_REACH_NLRI for IPv6 unicast.</summary>
    public static byte[] Reach(string prefix, string nextHop) =>
        Attribute(Optional, 14, [0, 2, 1, 16, .. IPAddress.Parse(nextHop).GetAddressBytes(), 0, .. Nlri(prefix)]);

    /// <summary>MP_UNREACH_NLRI for IPv6 unicast.</summary>
    public static byte[] Unreach(string prefix) => Attribute(Optional, 15, [0, 2, 1, .. Nlri(prefix)]);
}
