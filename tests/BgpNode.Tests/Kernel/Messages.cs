using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Routes;

namespace BgpNode.Tests.Kernel;

/// <summary>Netlink messages in tests: real ones as the kernel sent them, and those that we write.</summary>
internal static class Messages
{
    public static NetlinkMessage Of(ReadOnlySpan<byte> bytes)
    {
        var reader = new NetlinkReader(bytes);
        return reader.Next(out NetlinkMessage message) ? message : throw new FormatException("No netlink message.");
    }

    public static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    public static byte[] Encode<T, TEncoder>(T write, uint sequence = 1)
        where TEncoder : IMessageEncoder<T>
    {
        var writer = new NetlinkWriter(new byte[128 * 1024]);
        TEncoder.Write(ref writer, sequence, write);
        return writer.Written.ToArray();
    }

    public static byte[] Encode(RouteWrite write) => Encode<RouteWrite, RouteEncoder>(write);

    public static KernelRoute? Route(byte[] bytes) => new RouteParser().TryParse(Of(bytes), out KernelRoute? route) ? route : null;
}
