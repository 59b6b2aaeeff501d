using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>The main job as a user without rights and with the two capabilities of the shipped unit.</summary>
public sealed class LeastPrivilegeTests
{
    private const string Learned = "203.0.113.0/24";
    private const string Secret = "k3y-of-this-lab";
    private const string NetAdminAndBindService = "0000000000001400";

    [Fact]
    public async Task Nobody_with_two_capabilities_does_all_of_it()
    {
        Needs.Bird();
        Needs.Program("setpriv", "util-linux");
        using var folder = new TestFolder();
        string key = Path.Combine(folder.Path, "key");
        await File.WriteAllTextAsync(key, Secret + "\n");
        await Shell.RunAsync(["chown", "65534", key]);
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        await using Rack rack = await Rack.StartAsync(new RackPlan
        {
            LeastPrivilege = true,
            Bfd = true,
            TorAnnounces = [Learned],
            PeerFields = $", \"passwordFile\": \"{key}\", \"ttlSecurity\": 1",
            BirdLines = $"password \"{Secret}\"; ttl security on;",
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

        Assert.DoesNotContain(Secret, await File.ReadAllTextAsync($"/proc/{daemon.Pid}/cmdline"), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, await File.ReadAllTextAsync($"/proc/{daemon.Pid}/environ"), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, await File.ReadAllTextAsync(daemon.LogFile), StringComparison.Ordinal);
        foreach (string path in new[] { "/v1/status", "/v1/peers", "/v1/resources/bgppeers" })
        {
            Assert.DoesNotContain(Secret, (await daemon.GetAsync(path)).ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Whoever_the_modes_let_in_may_look_and_only_root_and_the_group_may_change()
    {
        Needs.Bird();
        Needs.Program("setpriv", "util-linux");
        await using Rack rack = await Rack.StartAsync(new RackPlan { LeastPrivilege = true });
        BgpNodeDaemon daemon = rack.Daemons[0];
        await Shell.RunAsync(["chmod", "755", rack.Folder.Path, Path.GetDirectoryName(daemon.Socket)!]);
        await Shell.RunAsync(["chmod", "666", daemon.Socket]);
        string[] stranger = ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups"];
        string[] member = ["setpriv", "--reuid=12345", "--regid=12345", "--groups=65534"];
        Assert.SkipUnless((await Shell.TryAsync([.. stranger, BgpNodeDaemon.Executable, "version"])).Code == 0, "The build is in a folder that other users cannot read.");

        Assert.Equal(0, (await Shell.TryAsync([.. stranger, BgpNodeDaemon.Executable, "peers", "--socket", daemon.Socket])).Code);
        (int code, _, string error) = await Shell.TryAsync([.. stranger, BgpNodeDaemon.Executable, "reset", "node1-tor", "--socket", daemon.Socket]);
        Assert.True(code == 5 && error.Contains("you may look", StringComparison.Ordinal), $"{code}: {error}");
        Assert.Equal(1, (await daemon.PeerAsync(rack.Nodes[0].TorAddress))!["established"]!.GetValue<int>());
        Assert.Equal(0, (await Shell.TryAsync([.. member, BgpNodeDaemon.Executable, "reset", "node1-tor", "--socket", daemon.Socket])).Code);
    }
}
