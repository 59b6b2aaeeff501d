using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>A neighbour on a link that has no address but link-local ones.</summary>
public sealed class LinkLocalTests
{
    private const string Link = "leaf0";
    private const string Theirs = "2001:db8:99::/48";

    [Theory, Rfc(2545, "3")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Routes_go_both_ways_and_into_the_kernel_with_their_link(bool passive)
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan());
        RackNode node = rack.Nodes[0];
        await using NetworkNamespace leaf = await NetworkNamespace.CreateAsync("leaf");
        await Shell.RunAsync(["ip", "link", "add", Link, "netns", leaf.Name, "type", "veth", "peer", "name", Link, "netns", node.Namespace.Name]);
        await leaf.IpAsync(End("fe80::1"));
        await node.Namespace.IpAsync(End("fe80::2"));
        var neighbour = new Neighbour("fe80::2", node.As) { Bird = $"interface \"{Link}\";" };
        await using var bird = new BirdSpeaker(leaf, rack.Folder.Sub("leaf"), new SpeakerPlan("10.99.0.1", 64999, [neighbour], [Theirs]) { WritesKernel = true });
        await bird.StartAsync();

        string direction = passive ? ", \"passive\": true" : "";
        await rack.PutAsync(Resource.Peer("leaf", node, "fe80::1", 64999, $", \"interface\": \"{Link}\"{direction}"));
        string Logs() => $"{bird.Tail()}\n{rack.Logs()}";
        await Eventually.TrueAsync("the session is up", () => rack.Daemons[0].IsEstablishedAsync("fe80::1"), detail: Logs);
        await Eventually.TrueAsync($"the kernel has {Theirs}", () => node.Namespace.HasRouteAsync(Theirs, $"via fe80::1 dev {Link}"), detail: Logs);

        await node.Namespace.IpAsync("link add caliweb type bridge", "link set caliweb up");
        await rack.PutAsync(Resource.Endpoint(node, "web", "caliweb", "fd00:10:65::1:2/128"));
        await Eventually.TrueAsync("BIRD has the workload", () => bird.HasAsync("fd00:10:65::1:2/128"), detail: Logs);
        await Eventually.TrueAsync("and its kernel sends to us over the link", async () =>
            (await leaf.RoutesAsync("exact fd00:10:65::1:2/128", ipv6: true)).Any(route => route.Contains($"via fe80::2 dev {Link}", StringComparison.Ordinal)), detail: Logs);
    }

    // The kernel makes no address of its own: what each side calls itself is written down.
    private static string[] End(string address) => [$"link set {Link} addrgenmode none", $"addr add {address}/64 dev {Link} nodad", $"link set {Link} up"];
}
