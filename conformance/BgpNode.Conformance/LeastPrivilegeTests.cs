using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>The main job as a user without rights and with the two capabilities of the shipped unit.</summary>
public sealed class LeastPrivilegeTests
{
    private const string Learned = "203.0.113.0/24";
    private const string NetAdminAndBindService = "0000000000001400";

    [Fact]
    public async Task Nobody_with_two_capabilities_does_all_of_it()
    {
        Needs.Bird();
        Needs.Program("setpriv", "util-linux");
        using var folder = new TestFolder();
        string key = Path.Combine(folder.Path, "key");
        await File.WriteAllTextAsync(key, "secret\n");
        await Shell.RunAsync(["chown", "65534", key]);
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        await using Rack rack = await Rack.StartAsync(new RackPlan
        {
            LeastPrivilege = true,
            Bfd = true,
            TorAnnounces = [Learned],
            PeerFields = $", \"passwordFile\": \"{key}\", \"ttlSecurity\": 1",
            BirdLines = "password \"secret\"; ttl security on;",
        });
        (RackNode node, BgpNodeDaemon daemon) = (rack.Nodes[0], rack.Daemons[0]);
        string status = await File.ReadAllTextAsync($"/proc/{daemon.Pid}/status");
        Assert.Contains($"CapEff:\t{NetAdminAndBindService}", status, StringComparison.Ordinal);
        Assert.Contains($"CapBnd:\t{NetAdminAndBindService}", status, StringComparison.Ordinal);
        Assert.Contains("NoNewPrivs:\t1", status, StringComparison.Ordinal);
        Assert.Contains("Uid:\t65534\t65534\t65534\t65534", status, StringComparison.Ordinal);

        (_, Resource endpoint) = await rack.PlugAsync(0, "web", "10.65.1.2/32");
        await rack.PutAsync(endpoint);
        await Eventually.TrueAsync("the workload and the learned route are in the kernel", async () => await node.Namespace.HasRouteAsync("10.65.1.2/32") && await node.Namespace.HasRouteAsync(Learned), detail: rack.Logs);
        await Eventually.TrueAsync("the router has the workload", () => rack.Tor.HasAsync("10.65.1.2/32"), detail: rack.Logs);
        await Eventually.TrueAsync("BFD is up", async () => (await daemon.PeerAsync(node.TorAddress))!["bfd"]!["state"]!.ToString() == "Up", detail: rack.Logs);

        await node.Namespace.IpAsync("route delete 10.65.1.2/32 proto 179");
        await Eventually.TrueAsync("a deleted route is put back", () => node.Namespace.HasRouteAsync("10.65.1.2/32"), detail: rack.Logs);
    }
}
