using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;

namespace BgpNode.Conformance.Faults;

/// <summary>Something that happens to etcd, and its end.</summary>
/// <param name="What">In words, for the table.</param>
/// <param name="Lasts">How long it is watched, at least.</param>
/// <param name="BeginAsync">Brings it about.</param>
/// <param name="EndAsync">Takes it away again.</param>
internal sealed record StoreFault(string What, TimeSpan Lasts, Func<FaultLab, Task> BeginAsync, Func<FaultLab, Task> EndAsync)
{
    private const int OverTheMessageLimit = 12_000;
    private const int Many = 100_000;

    private static readonly string s_padding = new('x', 400); // 12,000 of them are well over gRPC's usual 4 MiB

    /// <summary>What is written while it lasts; null where nothing can be.</summary>
    public Func<FaultLab, Resource, Task>? MeanwhileAsync { get; init; }

    public static IReadOnlyDictionary<string, StoreFault> All { get; } = new Dictionary<string, StoreFault>
    {
        ["slow"] = new("etcd slow: stands still for nine tenths of every second", TimeSpan.FromSeconds(10), StutterAsync, _ => Task.CompletedTask),
        ["frozen"] = new("etcd stands still for 10 s", TimeSpan.FromSeconds(10), lab => lab.Rack.Etcd.FreezeAsync(true), lab => lab.Rack.Etcd.FreezeAsync(false)),
        ["dropped"] = new("every packet of etcd dropped for 3 s", TimeSpan.FromSeconds(3), lab => BlockAsync(lab, "drop"), UnblockAsync) { MeanwhileAsync = PutAsync },
        ["blackholed"] = new("every packet of etcd dropped for 25 s", TimeSpan.FromSeconds(25), lab => BlockAsync(lab, "drop"), UnblockAsync) { MeanwhileAsync = PutAsync },
        ["reset"] = new("every connection to etcd reset for 5 s", TimeSpan.FromSeconds(5), lab => BlockAsync(lab, "reject with tcp reset"), UnblockAsync) { MeanwhileAsync = PutAsync },
        ["killed"] = new("etcd killed, back after 5 s", TimeSpan.FromSeconds(5), lab => lab.Rack.Etcd.KillAsync(), lab => lab.Rack.Etcd.StartAsync()),
        ["compacted"] = new("what a cut-off node missed is compacted away", TimeSpan.FromSeconds(3), lab => BlockAsync(lab, "drop"), UnblockAsync) { MeanwhileAsync = (lab, late) => FloodAsync(lab, late, 1, forget: true) },
        ["backlog"] = new($"{OverTheMessageLimit:N0} changes of 9 MB behind a cut", TimeSpan.FromSeconds(3), lab => BlockAsync(lab, "drop"), UnblockAsync) { MeanwhileAsync = (lab, late) => FloodAsync(lab, late, OverTheMessageLimit, forget: false) },
        ["many"] = new($"{Many:N0} keys more, all to be listed anew", TimeSpan.FromSeconds(3), lab => BlockAsync(lab, "drop"), UnblockAsync) { MeanwhileAsync = (lab, late) => FloodAsync(lab, late, Many, forget: true) },
        ["other"] = new("another, empty etcd cluster answers for 5 s", TimeSpan.FromSeconds(5), lab => ReplaceAsync(lab, "other"), lab => ReplaceAsync(lab, "lab")),
        ["refused"] = new("etcd wants a password that we do not have", TimeSpan.FromSeconds(5), LockAsync, lab => lab.Rack.Etcd.ControlAsync("--user", "root:secret", "auth", "disable")),
    };

    private static Task PutAsync(FaultLab lab, Resource late) => lab.Rack.PutAsync(late);

    private static async Task StutterAsync(FaultLab lab)
    {
        for (int second = 0; second < 10; second++)
        {
            await lab.Rack.Etcd.FreezeAsync(true);
            await Task.Delay(TimeSpan.FromMilliseconds(900), TimeProvider.System, Xunit.TestContext.Current.CancellationToken);
            await lab.Rack.Etcd.FreezeAsync(false);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Xunit.TestContext.Current.CancellationToken);
        }
    }

    private static Task BlockAsync(FaultLab lab, string verdict) => lab.Rack.TorNamespace.ExecAsync("nft",
        $"add table inet lab; add chain inet lab in {{ type filter hook input priority 0; }}; add rule inet lab in iifname != lo tcp dport 2379 {verdict}; "
        + "add chain inet lab out { type filter hook output priority 0; }; add rule inet lab out oifname != lo tcp sport 2379 tcp flags & rst == 0 drop");

    private static Task UnblockAsync(FaultLab lab) => lab.Rack.TorNamespace.ExecAsync("nft", "delete table inet lab");

    private static async Task ReplaceAsync(FaultLab lab, string cluster)
    {
        await lab.Rack.Etcd.KillAsync();
        await lab.Rack.Etcd.StartAsync(cluster);
    }

    // Endpoints of another node: every watch hears of them, and nobody wants them.
    private static async Task FloodAsync(FaultLab lab, Resource late, int count, bool forget)
    {
        using EtcdHand hand = lab.Rack.Etcd.Hand();
        RackNode elsewhere = new(9, lab.Node.Namespace);
        Resource[] foreign = [.. Enumerable.Range(0, count).Select(i => Resource.Endpoint(elsewhere, $"c{i}", "cali1", $"10.66.{(i >> 8) & 255}.{i & 255}/32") with { Labels = [s_padding] })];
        await hand.PutAsync(foreign.Select(resource => (resource.Key, resource.Document)));
        await lab.Rack.PutAsync(late);
        if (forget)
        {
            await hand.CompactAsync();
        }
    }

    // The simple tokens and the watches of before end with the process.
    private static async Task LockAsync(FaultLab lab)
    {
        EtcdServer etcd = lab.Rack.Etcd;
        await etcd.ControlAsync("user", "add", "root:secret");
        await etcd.ControlAsync("user", "grant-role", "root", "root");
        await etcd.ControlAsync("auth", "enable");
        await etcd.KillAsync();
        await etcd.StartAsync();
    }
}
