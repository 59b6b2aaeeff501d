using System.Buffers.Binary;
using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Rfc.Lab;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Conformance.Rfc.Lab.UpdateBytes;

namespace BgpNode.Conformance.Rfc;

/// <summary>Two equal paths whose next hops carry different loads: shares in the kernel.</summary>
public sealed class LinkBandwidthTests(RfcLab lab) : IClassFixture<RfcLab>
{
    [Fact, Rfc(4360, "6")]
    public async Task Equal_paths_share_in_proportion_to_what_their_links_carry_and_nobody_outside_is_told()
    {
        string prefix = lab.NextPrefix();
        RfcPeer narrow = await lab.LastingAsync(LabPeer.External);
        RfcPeer wide = await lab.LastingAsync(LabPeer.Twin);
        await narrow.SendAsync(Announce(prefix, [.. Mandatory(LabPeer.External), .. Bandwidth(1_250_000_000)]));
        await wide.SendAsync(Announce(prefix, [.. Mandatory(LabPeer.Twin), .. Bandwidth(5_000_000_000)]));
        await Eventually.TrueAsync("one part of five and four parts", async () => await WeightsAsync(prefix) is "weight 1, weight 4", detail: lab.Daemon.Tail);

        await narrow.SendAsync(Announce(prefix, Mandatory(LabPeer.External)));
        await Eventually.TrueAsync("equal parts when one does not say", async () => await WeightsAsync(prefix) is "weight 1, weight 1", detail: lab.Daemon.Tail);

        SentRoute route = await lab.PassAsync(LabPeer.Twin, LabPeer.Observer, [.. Mandatory(LabPeer.Twin), .. Bandwidth(1)]);
        Assert.False(route.Has(16));
    }

    private static byte[] Bandwidth(float octets)
    {
        byte[] value = [0x40, 4, 0xfd, 0xf3, 0, 0, 0, 0];
        BinaryPrimitives.WriteSingleBigEndian(value.AsSpan(4), octets);
        return Attribute(OptionalTransitive, 16, value);
    }

    private async Task<string> WeightsAsync(string prefix)
    {
        JsonNode? route = (await lab.Daemon.GetAsync("/v1/fib"))["routes"]!.AsArray().FirstOrDefault(route => route!["prefix"]!.ToString() == prefix);
        return string.Join(", ", (route?["via"]?.AsArray() ?? []).Select(via => via!.ToString())
            .Select(via => via.Contains("weight", StringComparison.Ordinal) ? via[via.IndexOf("weight", StringComparison.Ordinal)..] : "weight 1").Order());
    }
}
