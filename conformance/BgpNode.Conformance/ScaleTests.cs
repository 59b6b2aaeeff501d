using System.Globalization;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>A rack's worth of host routes, many times over.</summary>
public sealed class ScaleTests
{
    private const int Count = 200_000;
    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Two_hundred_thousand_host_routes_reach_the_kernel_and_leave_it_again()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan { TorAnnounces = [.. Enumerable.Range(0, Count).Select(HostRoute)] });
        NetworkNamespace node = rack.Nodes[0].Namespace;

        TimeSpan loaded = await Eventually.TrueAsync("the kernel has them all", async () => await CountAsync(node) == Count, AMinute, rack.Logs);
        TestContext.Current.SendDiagnosticMessage("{0} routes in the kernel {1:0.0} s after the session came up", Count, loaded.TotalSeconds);

        await ((BirdSpeaker)rack.Tor).CommandAsync("disable p0");
        await Eventually.TrueAsync("the kernel has none", async () => await CountAsync(node) == 0, AMinute, rack.Logs);
    }

    private static string HostRoute(int index) => $"10.{128 + (index >> 16)}.{index >> 8 & 255}.{index & 255}/32";

    private static async Task<int> CountAsync(NetworkNamespace node) =>
        int.Parse(await node.ShellAsync("ip -4 route show proto 179 | wc -l"), CultureInfo.InvariantCulture);
}
