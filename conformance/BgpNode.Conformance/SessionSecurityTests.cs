using System.Globalization;
using System.Net.Sockets;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>Who is too far away, or signs with another key, has no session.</summary>
public sealed class SessionSecurityTests
{
    [Fact, Rfc(5082, "3")]
    public async Task TTL_security_on_both_sides_makes_a_session()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan { PeerFields = ", \"ttlSecurity\": 1", BirdLines = "ttl security on;" });
        Assert.Equal(0, await TooFarAsync(rack.Nodes[0].Namespace));
    }

    [Fact, Rfc(5082, "3")]
    public async Task A_neighbour_whose_packets_come_from_too_far_away_has_no_session()
    {
        Needs.Bird();
        // Without TTL security BIRD sends to an external neighbour with a TTL of one: that could have begun 254 routers away.
        await using Rack rack = await Rack.StartAsync(new RackPlan());
        RackNode node = rack.Nodes[0];
        await rack.PutAsync(Peer(node, ", \"ttlSecurity\": 1"));

        await Eventually.TrueAsync("the kernel drops what came from too far away", async () => await TooFarAsync(node.Namespace) >= 3, detail: rack.Logs);
        Assert.False(await rack.Daemons[0].IsEstablishedAsync(node.TorAddress));

        await rack.PutAsync(Peer(node, ""));
        await Eventually.TrueAsync("the session is back", () => rack.Daemons[0].IsEstablishedAsync(node.TorAddress), detail: rack.Logs);
    }

    [Fact, Rfc(2385, "2")]
    public async Task A_password_makes_a_session_only_with_whoever_has_it()
    {
        Needs.Bird();
        using var folder = new TestFolder();
        string right = await KeyAsync(folder, "right"), wrong = await KeyAsync(folder, "wrong");
        await using Rack rack = await Rack.StartAsync(new RackPlan { PeerFields = Password(right), BirdLines = "password \"right\";" });
        RackNode node = rack.Nodes[0];

        await rack.PutAsync(Peer(node, ""));
        await Eventually.TrueAsync("the kernel drops what is signed and should not be", async () => await CountAsync(node.Namespace, "TCPMD5Unexpected") >= 3, detail: rack.Logs);
        Assert.False(await rack.Daemons[0].IsEstablishedAsync(node.TorAddress));

        await rack.PutAsync(Peer(node, Password(wrong)));
        await Eventually.TrueAsync("the kernel drops what is signed with another key", async () => await CountAsync(node.Namespace, "TCPMD5Failure") >= 3, detail: rack.Logs);
        Assert.False(await rack.Daemons[0].IsEstablishedAsync(node.TorAddress));

        await rack.PutAsync(Peer(node, Password(right)));
        await Eventually.TrueAsync("the session is back", () => rack.Daemons[0].IsEstablishedAsync(node.TorAddress), detail: rack.Logs);
    }

    private static Resource Peer(RackNode node, string more) => Resource.Peer($"{node.Name}-tor", node, node.TorAddress, Rack.TorAs, more);

    private static string Password(string file) => $", \"passwordFile\": \"{file}\"";

    [Fact, Rfc(5925, "7.3")]
    public async Task A_neighbour_without_TCP_AO_has_no_session_with_a_node_that_asks_for_it()
    {
        Needs.Bird();
        using var folder = new TestFolder();
        string key = await KeyAsync(folder, "key");
        await using Rack rack = await Rack.StartAsync(new RackPlan());
        RackNode node = rack.Nodes[0];
        await rack.PutAsync(Peer(node, $$""", "tcpAO": {"keys": [{"keyFile": "{{key}}", "sendID": 1}]}"""));

        await Eventually.TrueAsync("the session has ended", async () => !await rack.Daemons[0].IsEstablishedAsync(node.TorAddress), detail: rack.Logs);
        await Eventually.StaysTrueAsync("and does not come back", async () => !await rack.Daemons[0].IsEstablishedAsync(node.TorAddress), TimeSpan.FromSeconds(2));
        if (!await HasTcpAoAsync(node.Namespace))
        {
            Assert.Contains("this kernel has no TCP-AO", (await rack.Daemons[0].PeerAsync(node.TorAddress))!.ToJsonString(), StringComparison.Ordinal);
        }

        await rack.PutAsync(Peer(node, ""));
        await Eventually.TrueAsync("the session is back", () => rack.Daemons[0].IsEstablishedAsync(node.TorAddress), detail: rack.Logs);
    }

    private static async Task<bool> HasTcpAoAsync(NetworkNamespace netns)
    {
        using Socket socket = await netns.InsideAsync(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        try
        {
            socket.GetRawSocketOption(6, 40, new byte[48]); // TCP_AO_INFO
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode != SocketError.ProtocolOption;
        }
    }

    private static async Task<string> KeyAsync(TestFolder folder, string key)
    {
        string file = Path.Combine(folder.Path, key);
        await File.WriteAllTextAsync(file, key + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    private static Task<long> TooFarAsync(NetworkNamespace netns) => CountAsync(netns, "TCPMinTTLDrop");

    // Two lines for each group: the names, then the figures.
    private static async Task<long> CountAsync(NetworkNamespace netns, string counter)
    {
        string[][] lines = [.. (await netns.ShellAsync("grep ^TcpExt: /proc/net/netstat")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];
        return long.Parse(lines[1][Array.IndexOf(lines[0], counter)], CultureInfo.InvariantCulture);
    }
}
