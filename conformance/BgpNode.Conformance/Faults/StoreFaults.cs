using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using Xunit;

namespace BgpNode.Conformance.Faults;

public sealed class StoreFaults
{
    private const string Late = "10.65.1.9/32";
    private const string Must = "0 good routes touched, live within 5 s of the return";

    [Theory]
    [InlineData("dropped")]
    [InlineData("reset")]
    [InlineData("killed")]
    [InlineData("compacted")]
    [InlineData("backlog")]
    [InlineData("other")]
    [InlineData("refused")]
    public Task No_fault_of_etcd_touches_a_route_and_its_end_is_noticed(string fault) => RunAsync(StoreFault.All[fault]);

    [Theory(Explicit = true)]
    [InlineData("slow")]
    [InlineData("frozen")]
    [InlineData("blackholed")]
    [InlineData("many")]
    public Task No_long_fault_of_etcd_touches_a_route_and_its_end_is_noticed(string fault) => RunAsync(StoreFault.All[fault]);

    [Fact]
    public async Task An_emptied_etcd_is_held_and_let_through_by_a_command()
    {
        Needs.Etcd();
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { Etcd = true });
        using EchoProbe stream = lab.Stream();
        await lab.Rack.Etcd.ControlAsync("del", "/calico/", "--prefix");
        await Eventually.TrueAsync("status tells", async () => (await StatusAsync(lab)).Contains("bgpnode release", StringComparison.Ordinal), detail: lab.Rack.Logs);
        await Eventually.StaysTrueAsync("nothing goes", () => GoodAsync(lab), TimeSpan.FromSeconds(3));
        (long sent, long received) = await stream.EndAsync();
        FaultTable.Add("etcd emptied", "0 good routes touched, the command is said", $"{sent - received} of {sent} lost, held");
        Assert.Equal(sent, received);

        await Shell.RunAsync([BgpNodeDaemon.Executable, "release", "--socket", lab.Daemon.Socket]);
        await Eventually.TrueAsync("the loss is let through", async () => !await lab.Node.Namespace.HasRouteAsync(FaultLab.Workload), TimeSpan.FromSeconds(5), lab.Rack.Logs);
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

    private static async Task RunAsync(StoreFault fault)
    {
        Needs.Etcd();
        Needs.Program("nft", "nftables");
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { Etcd = true });
        (_, Resource late) = await lab.Rack.PlugAsync(0, "late", Late);
        await using RouteMonitor monitor = await RouteMonitor.StartAsync(lab.Node.Namespace, lab.Rack.Folder.Sub("monitor"));
        int before = monitor.Events().Count;
        int pid = lab.Daemon.Pid;
        using EchoProbe stream = lab.Stream();

        await fault.BeginAsync(lab);
        if (fault.MeanwhileAsync is { } meanwhileAsync)
        {
            await meanwhileAsync(lab, late);
        }

        await Eventually.StaysTrueAsync("nothing goes", () => GoodAsync(lab), fault.Lasts);
        await fault.EndAsync(lab);
        if (fault.MeanwhileAsync is null)
        {
            await lab.Rack.PutAsync(late);
        }

        TimeSpan took = await Eventually.TrueAsync("a new workload is in the kernel", () => lab.Node.Namespace.HasRouteAsync(Late), TimeSpan.FromSeconds(5), lab.Rack.Logs);
        (long sent, long received) = await stream.EndAsync();
        string[] touched = [.. monitor.Events().Skip(before).Where(e => !Late.StartsWith(e.Destination, StringComparison.Ordinal)).Select(e => e.Line)];
        FaultTable.Add(fault.What, Must, $"{touched.Length} routes touched, {sent - received} of {sent} packets lost, live after {took.TotalMilliseconds:0} ms");
        Assert.Empty(touched);
        Assert.Equal((sent, true, pid), (received, lab.Daemon.IsRunning, lab.Daemon.Pid));
    }

    private static async Task<bool> GoodAsync(FaultLab lab) =>
        await lab.Rack.Tor.HasAsync(FaultLab.Workload) && await lab.Daemon.IsEstablishedAsync(lab.Node.TorAddress);

    private static async Task<string> StatusAsync(FaultLab lab) => (await lab.Daemon.GetAsync("/v1/status")).ToJsonString();
}
