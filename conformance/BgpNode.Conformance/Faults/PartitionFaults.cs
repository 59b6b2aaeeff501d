using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using Xunit;

namespace BgpNode.Conformance.Faults;

/// <summary>The member of etcd that the nodes talk to, cut off from the two others.</summary>
public sealed class PartitionFaults
{
    private const string Late = "10.65.1.9/32";
    private const string Here = "172.33.0.1";
    private const string There = "172.33.0.2";

    [Fact]
    public async Task A_member_without_a_majority_touches_no_route()
    {
        Needs.Etcd();
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { Etcd = true });
        await using NetworkNamespace others = await NetworkNamespace.CreateAsync("etcd");
        await Veth.ConnectAsync(lab.Rack.TorNamespace, "to-etcd", [$"{Here}/24"], others, "eth0", [$"{There}/24"]);
        await using var second = new EtcdServer(others, lab.Rack.Folder.Sub("etcd2"), "second");
        await using var third = new EtcdServer(others, lab.Rack.Folder.Sub("etcd3"), "third", offset: 10);
        await lab.Rack.Etcd.LeadAsync(Here, (second, There), (third, There));
        (_, Resource late) = await lab.Rack.PlugAsync(0, "late", Late);
        await Eventually.TrueAsync("the node follows", async () => (await lab.Daemon.GetAsync("/v1/status"))["datastore"]!["connected"]!.GetValue<bool>(), detail: lab.Rack.Logs);
        using EchoProbe stream = lab.Stream();

        await lab.Rack.TorNamespace.IpAsync("link set to-etcd down");
        await Eventually.TrueAsync("the two others go on, once they have a leader", () => second.TryPutAsync(late.Key, late.Document));
        await Eventually.StaysTrueAsync("nothing goes", async () =>
            await lab.Rack.Tor.HasAsync(FaultLab.Workload) && await lab.Daemon.IsEstablishedAsync(lab.Node.TorAddress) && !await lab.Node.Namespace.HasRouteAsync(Late), TimeSpan.FromSeconds(8));
        await lab.Rack.TorNamespace.IpAsync("link set to-etcd up");
        TimeSpan took = await Eventually.TrueAsync("what the majority decided is in the kernel", () => lab.Node.Namespace.HasRouteAsync(Late), TimeSpan.FromSeconds(5), lab.Rack.Logs);
        (long sent, long received) = await stream.EndAsync();
        FaultTable.Add("etcd member cut off from the two others for 8 s", "0 good routes touched, live within 5 s of the return", $"{sent - received} of {sent} packets lost, live after {took.TotalMilliseconds:0} ms");
        Assert.Equal(sent, received);
    }
}
