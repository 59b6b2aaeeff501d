using System.Buffers.Binary;
using System.Net;
using BgpNode.Conformance.Lab.Raw;

namespace BgpNode.Conformance.Rfc.Lab;

/// <summary>OPEN messages by hand, RFC 4271 §4.2, RFC 5492 §4, RFC 9072 §2.</summary>
internal static class OpenBytes
{
    public static readonly byte[] IPv4 = Capability(1, 0, 1, 0, 1);
    public static readonly byte[] IPv6 = Capability(1, 0, 2, 0, 1);
    public static readonly byte[] RouteRefresh = Capability(2);
    public static readonly byte[] ExtendedMessage = Capability(6);

    public static byte[] FourOctetAs(uint @as)
    {
        byte[] value = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(value, @as);
        return Capability(65, value);
    }

    public static byte[] Capability(byte code, params ReadOnlySpan<byte> value) => [code, (byte)value.Length, .. value];

    /// <summary>One parameter of type 2.</summary>
    public static byte[] Parameter(params ReadOnlySpan<byte> capabilities) => [2, (byte)capabilities.Length, .. capabilities];

    /// <summary>RFC 9072: one parameter of type 2 with a length of two octets.</summary>
    public static byte[] LongParameter(params ReadOnlySpan<byte> capabilities) => [2, (byte)(capabilities.Length >> 8), (byte)capabilities.Length, .. capabilities];

    /// <summary>Everything that a usual neighbour offers.</summary>
    public static byte[] Of(LabPeer peer, ushort hold = 180, string? identifier = null) =>
        With(peer, Parameter([.. IPv4, .. IPv6, .. RouteRefresh, .. ExtendedMessage, .. FourOctetAs(peer.As)]), hold, identifier);

    /// <summary>A speaker that knows AS numbers of two octets only.</summary>
    public static byte[] OldOf(LabPeer peer) => With(peer, Parameter([.. IPv4, .. RouteRefresh]));

    /// <summary>With these parameters and their length in the short form.</summary>
    public static byte[] With(LabPeer peer, byte[] parameters, ushort hold = 180, string? identifier = null, byte version = 4, ushort? my = null) =>
        Raw(peer, [(byte)parameters.Length, .. parameters], hold, identifier, version, my);

    /// <summary>With these parameters and their length in the form of RFC 9072.</summary>
    public static byte[] Extended(LabPeer peer, byte[] parameters, byte nonExtendedLength = 255) =>
        Raw(peer, [nonExtendedLength, 255, (byte)(parameters.Length >> 8), (byte)parameters.Length, .. parameters]);

    /// <summary>With these octets after the identifier.</summary>
    public static byte[] Raw(LabPeer peer, byte[] tail, ushort hold = 180, string? identifier = null, byte version = 4, ushort? my = null)
    {
        ushort @as = my ?? (peer.As > ushort.MaxValue ? (ushort)23456 : (ushort)peer.As);
        return BgpBytes.Message(BgpBytes.Open,
        [
            version, (byte)(@as >> 8), (byte)@as, (byte)(hold >> 8), (byte)hold,
            .. IPAddress.Parse(identifier ?? peer.Identifier).GetAddressBytes(), .. tail,
        ]);
    }
}
