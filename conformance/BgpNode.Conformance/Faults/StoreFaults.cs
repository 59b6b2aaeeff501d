using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using Xunit;

namespace BgpNode.Conformance.Faults;

public sealed class StoreFaults
{
    [Fact]
    public async Task An_emptied_etcd_is_held_and_let_through_by_a_command()
    {
        Needs.Etcd();
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { Etcd = true });
        using EchoProbe stream = lab.Stream();
        await lab.Rack.TorNamespace.ExecAsync("etcdctl", "--endpoints", $"http://{lab.Node.TorAddress}:2379", "del", "/calico/", "--prefix");
        await Eventually.TrueAsync("status tells", async () => (await StatusAsync(lab)).Contains("bgpnode release", StringComparison.Ordinal), detail: lab.Rack.Logs);
        await Eventually.StaysTrueAsync("nothing goes", async () => await lab.Rack.Tor.HasAsync(FaultLab.Workload) && await lab.Daemon.IsEstablishedAsync(lab.Node.TorAddress), TimeSpan.FromSeconds(3));
        (long sent, long received) = await stream.EndAsync();
        FaultTable.Add("etcd emptied", "0 good routes touched, the command is said", $"{sent - received} of {sent} lost, held");
        Assert.Equal(sent, received);

        await Shell.RunAsync([BgpNodeDaemon.Executable, "release", "--socket", lab.Daemon.Socket]);
        await Eventually.TrueAsync("the loss is let through", async () => !await lab.Node.Namespace.HasRouteAsync(FaultLab.Workload), TimeSpan.FromSeconds(5), lab.Rack.Logs);
    }

    [Fact]
    public async Task An_etcd_that_dies_and_comes_back_is_followed_again()
    {
        Needs.Etcd();
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { Etcd = true });
        (_, Resource late) = await lab.Rack.PlugAsync(0, "late", "10.65.1.9/32");
        using EchoProbe stream = lab.Stream();
        await lab.Rack.Etcd.KillAsync();
        await Eventually.StaysTrueAsync("nothing goes", () => lab.Rack.Tor.HasAsync(FaultLab.Workload), TimeSpan.FromSeconds(5));
        await lab.Rack.Etcd.StartAsync();
        await lab.Rack.PutAsync(late);
        TimeSpan took = await Eventually.TrueAsync("a new workload is in the kernel", () => lab.Node.Namespace.HasRouteAsync("10.65.1.9/32"), TimeSpan.FromSeconds(5), lab.Rack.Logs);
        (long sent, long received) = await stream.EndAsync();
        FaultTable.Add("etcd killed, back after 5 s", "0 good routes touched, live within 5 s", $"{sent - received} of {sent} lost, live after {took.TotalMilliseconds:0} ms");
        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task A_corrupt_value_leaves_the_last_good_one_in_force()
    {
        Needs.Etcd();
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { Etcd = true });
        using EchoProbe stream = lab.Stream();
        await lab.Rack.PutTextAsync(Resource.Endpoint(lab.Node, "web", "caliweb", FaultLab.Workload), "{\"spec\": [nonsense");
        await Eventually.TrueAsync("status tells", async () => (await StatusAsync(lab)).Contains("WorkloadEndpoint", StringComparison.Ordinal), detail: lab.Rack.Logs);
        await Eventually.StaysTrueAsync("the route stays", () => lab.Rack.Tor.HasAsync(FaultLab.Workload), TimeSpan.FromSeconds(2));
        (long sent, long received) = await stream.EndAsync();
        FaultTable.Add("corrupt value in etcd", "0 good routes touched", $"{sent - received} of {sent} lost");
        Assert.Equal(sent, received);
    }

    private static async Task<string> StatusAsync(FaultLab lab) => (await lab.Daemon.GetAsync("/v1/status")).ToJsonString();
}
