using System.Buffers.Binary;

namespace BgpNode.Speaker.Discovery;

/// <summary>The two messages of RFC 4861 that routers use to find each other. The kernel fills in and checks the checksum.</summary>
internal static class NeighbourDiscoveryMessage
{
    public const byte RouterSolicitation = 133;
    public const byte RouterAdvertisement = 134;

    /// <summary>Octets of an advertisement without options (§4.2).</summary>
    private const int AdvertisementLength = 16;

    /// <summary>RFC 4861 §4.1: type, code, checksum, four octets reserved.</summary>
    public static readonly ReadOnlyMemory<byte> Solicitation = new byte[] { RouterSolicitation, 0, 0, 0, 0, 0, 0, 0 };

    /// <summary>
    /// RFC 4861 §4.2. Current hop limit, flags, reachable time and retransmission timer are 0, "unspecified by this router"; a
    /// router lifetime of 0 says that nobody should take this node for his default router.
    /// </summary>
    public static readonly ReadOnlyMemory<byte> Advertisement = Advertise();

    /// <summary>Which of the two it is, 0 for neither: §6.1.1 and §6.1.2 without what the socket's filter and the kernel have checked.</summary>
    public static byte TypeOf(ReadOnlySpan<byte> message) => message switch
    {
        [RouterSolicitation, 0, ..] when message.Length >= Solicitation.Length && OptionsAreSound(message[Solicitation.Length..]) => RouterSolicitation,
        [RouterAdvertisement, 0, ..] when message.Length >= AdvertisementLength && OptionsAreSound(message[AdvertisementLength..]) => RouterAdvertisement,
        _ => 0,
    };

    // Each option says its length in units of eight octets, of which there is at least one.
    private static bool OptionsAreSound(ReadOnlySpan<byte> options)
    {
        while (options.Length >= 2 && options[1] > 0 && options[1] * 8 <= options.Length)
        {
            options = options[(options[1] * 8)..];
        }

        return options.IsEmpty;
    }

    private static byte[] Advertise()
    {
        byte[] message = new byte[AdvertisementLength];
        message[0] = RouterAdvertisement;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), 0); // router lifetime
        return message;
    }
}
