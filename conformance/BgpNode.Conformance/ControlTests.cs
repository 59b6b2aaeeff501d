using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Speakers;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>The control of the experiment: without BgpNode, every peer of the lab exchanges routes with BIRD.</summary>
public sealed class ControlTests
{
    [Theory]
    [InlineData(SpeakerKind.Bird)]
    [InlineData(SpeakerKind.Frr)]
    [InlineData(SpeakerKind.GoBgp)]
    [InlineData(SpeakerKind.OpenBgpd)]
    [InlineData(SpeakerKind.ExaBgp)]
    public async Task The_labs_peers_exchange_both_families_with_BIRD(SpeakerKind kind)
    {
        Needs.Bird();
        kind.Need();
        using var folder = new TestFolder();
        await using NetworkNamespace left = await NetworkNamespace.CreateAsync("left");
        await using NetworkNamespace right = await NetworkNamespace.CreateAsync("right");
        await Veth.ConnectAsync(left, "v0", ["192.0.2.1/30", "fd00:192::1/64"], right, "v0", ["192.0.2.2/30", "fd00:192::2/64"]);
        await using var bird = new BirdSpeaker(left, folder.Sub("bird"), new SpeakerPlan(
            "192.0.2.1", 65001, [new("192.0.2.2", 65002), new("fd00:192::2", 65002)], ["10.65.0.0/26", "fd00:10:65::/64"]));
        await using Speaker peer = kind.Create(right, folder.Sub("peer"), new SpeakerPlan(
            "192.0.2.2", 65002, [new("192.0.2.1", 65001), new("fd00:192::1", 65001)], ["203.0.113.0/24", "2001:db8:77::/48"])
        {
            LocalIPv6 = "fd00:192::2",
        });

        await bird.StartAsync();
        await peer.StartAsync();

        foreach (string prefix in new[] { "203.0.113.0/24", "2001:db8:77::/48" })
        {
            await Eventually.TrueAsync($"BIRD has {prefix}", () => bird.HasAsync(prefix), detail: () => peer.Tail() + bird.Tail());
        }

        foreach (string prefix in new[] { "10.65.0.0/26", "fd00:10:65::/64" })
        {
            await Eventually.TrueAsync($"{kind} has {prefix}", () => peer.HasAsync(prefix), detail: () => peer.Tail() + bird.Tail());
        }
    }
}
