using System.Globalization;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using Xunit;

namespace BgpNode.Conformance.Faults;

public sealed class ProcessFaults
{
    [Fact]
    public async Task A_pause_of_thirty_seconds_ends_no_session()
    {
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan());
        using EchoProbe stream = lab.Stream();
        await SignalAsync(lab, "-STOP");
        await Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
        await SignalAsync(lab, "-CONT");
        await Eventually.StaysTrueAsync("the session stays", () => lab.Daemon.IsEstablishedAsync(lab.Node.TorAddress), TimeSpan.FromSeconds(3));
        (long sent, long received) = await stream.EndAsync();
        long established = (await lab.Daemon.PeerAsync(lab.Node.TorAddress))!["established"]!.GetValue<long>();
        FaultTable.Add("process paused for 30 s, hold time 90 s", "sessions that are up stay up", $"{established - 1} sessions lost, {sent - received} of {sent} packets lost");
        Assert.Equal((1L, sent), (established, received));
    }

    private static Task SignalAsync(FaultLab lab, string signal) => Shell.RunAsync(["/bin/kill", signal, lab.Daemon.Pid.ToString(CultureInfo.InvariantCulture)]);
}
