using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using BgpNode.Net;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Sockets;
using BgpNode.Speaker.Sockets.Interop;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Speaker.Sockets;

public sealed class TcpAoTests
{
    private static readonly Prefix Peer = Prefix.Parse("192.0.2.1/32");

    // linux/tcp.h aligns all three to eight octets.
    [Fact]
    public void The_structures_are_those_of_the_kernel()
    {
        Assert.Equal((288, 144, 48), (Marshal.SizeOf<tcp_ao_add>(), Marshal.SizeOf<tcp_ao_del>(), Marshal.SizeOf<tcp_ao_info_opt>()));
        Assert.Equal((128, 192, 196), (Offset<tcp_ao_add>("alg_name"), Offset<tcp_ao_add>("ifindex"), Offset<tcp_ao_add>("flags")));
        Assert.Equal((202, 203, 204, 205), (Offset<tcp_ao_add>("prefix"), Offset<tcp_ao_add>("sndid"), Offset<tcp_ao_add>("rcvid"), Offset<tcp_ao_add>("maclen")));
        Assert.Equal((207, 208), (Offset<tcp_ao_add>("keylen"), Offset<tcp_ao_add>("key")));
        Assert.Equal((138, 143), (Offset<tcp_ao_del>("prefix"), Offset<tcp_ao_del>("keyflags")));
        Assert.Equal((6, 8), (Offset<tcp_ao_info_opt>("current_key"), Offset<tcp_ao_info_opt>("pkt_good")));
    }

    [Fact, Rfc(5925, "3.1"), Rfc(5926, "3.2")]
    public void A_key_goes_to_the_kernel_as_it_is_written()
    {
        tcp_ao_add add = TcpAo.AddOf(Prefix.Parse("2001:db8::1/128"), Key(1, 2, "secret", AoAlgorithm.Aes128Cmac));
        Assert.Equal((128, 1, 2, 12, 6), (add.prefix, add.sndid, add.rcvid, add.maclen, add.keylen));
        Assert.StartsWith("cmac(aes128)\0", Encoding.ASCII.GetString(add.alg_name), StringComparison.Ordinal);
        Assert.StartsWith("secret\0", Encoding.ASCII.GetString(add.key), StringComparison.Ordinal);
        Assert.Equal([10, 0], ((ReadOnlySpan<byte>)add.addr)[..2].ToArray()); // AF_INET6
    }

    // One of the two, by the kernel: the keys are there, or their absence has a name.
    [Fact]
    public void A_kernel_without_it_is_named()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var keys = new AoKeys([Key(1, 1, "one"), Key(2, 2, "two")]);
        try
        {
            keys.SetOn(socket, Peer, before: null);
            keys.SetOn(socket, Peer, before: keys); // what is there already is no error
            new AoKeys([Key(2, 2, "two")]).SetOn(socket, Peer, before: keys);
        }
        catch (SocketException e)
        {
            Assert.Equal("this kernel has no TCP-AO; it takes Linux 6.7 with CONFIG_TCP_AO", e.Message);
        }
    }

    [Fact]
    public void Keys_are_equal_by_what_they_say_and_show_nothing()
    {
        var keys = new AoKeys([Key(1, 1, "one")]);
        Assert.Equal(keys, new AoKeys([Key(1, 1, "one")]));
        Assert.NotEqual(keys, new AoKeys([Key(1, 1, "two")]));
        Assert.NotEqual<PeerKey>(keys, keys.Keys[0].Secret);
        Assert.DoesNotContain("one", keys.ToString() + keys.Keys[0], StringComparison.Ordinal);
    }

    private static int Offset<T>(string field) => (int)Marshal.OffsetOf<T>(field);

    private static AoKey Key(byte send, byte receive, string secret, AoAlgorithm algorithm = AoAlgorithm.HmacSha1)
    {
        Assert.True(PeerPassword.TryCreate(secret, out PeerPassword? key));
        return new AoKey(send, receive, algorithm, key!);
    }
}
