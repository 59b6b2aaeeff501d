using BgpNode.Control;
using BgpNode.Datastore;
using BgpNode.Datastore.Etcd;
using BgpNode.Datastore.Files;
using BgpNode.Datastore.Snapshot;
using BgpNode.Kernel.Netlink;
using BgpNode.Limits;
using BgpNode.Net;
using BgpNode.Observability;
using BgpNode.Options;
using BgpNode.Reconciler;
using BgpNode.Reconciler.Desired;
using BgpNode.Reconciler.Fib;
using BgpNode.Reconciler.Intent;
using BgpNode.Reconciler.Peers;
using BgpNode.Reconciler.Workloads;
using BgpNode.Speaker;
using BgpNode.Speaker.Rib;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BgpNode;

/// <summary>The rooms of this daemon and how they are joined.</summary>
public static class NodeServices
{
    // Less than the unit's WatchdogSec, more than a dump of a million routes takes.
    private static readonly TimeSpan LoopPatience = TimeSpan.FromSeconds(20);

    public static IServiceCollection AddNode(this IServiceCollection services, NodeOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(s => new SnapshotFile(Path.Combine(options.StateDirectory, "intent.snapshot"), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(StoreOf);
        services.AddSingleton(s => KernelClient.Open(s.GetRequiredService<ILogger<KernelClient>>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => SettingsOf(options, s.GetRequiredService<IDatastore>(), s.GetRequiredService<SnapshotFile>()));
        services.AddSingleton(s => new RibLoop(s.GetRequiredService<NodeSettings>().Rib, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<RibLoop>>()));
        services.AddSingleton(s => new SpeakerService(s.GetRequiredService<RibLoop>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IProcessMemory>(new ProcessMemory(options.MemoryLimit));
        services.AddSingleton(s => new MemoryGuard(
            s.GetRequiredService<IProcessMemory>(), s.GetRequiredService<SpeakerService>().ShedAsync, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<MemoryGuard>>()));
        services.AddHostedService(s => s.GetRequiredService<MemoryGuard>());
        services.AddSingleton<ConvergenceSamples>();
        services.AddSingleton(s => new WorkloadsReader(s.GetRequiredService<RibLoop>(), options.Node, s.GetRequiredService<TimeProvider>())
        {
            Converged = took =>
            {
                s.GetRequiredService<ConvergenceSamples>().Add(took);
                s.GetRequiredService<NodeMetrics>().EndpointConverged("kernel", took);
            },
        });
        services.AddSingleton(s => new PeersLoop(
            s.GetRequiredService<SpeakerService>(), options.Node, HostOf, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<PeersLoop>>()));
        services.AddSingleton<IFibOwner, FibOwner>();
        services.AddSingleton(s =>
        {
            KernelClient kernel = s.GetRequiredService<KernelClient>();
            return new FibLoop(
                kernel, kernel, kernel, kernel, s.GetRequiredService<IFibOwner>(), s.GetRequiredService<NodeSettings>().Fib,
                s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<FibLoop>>())
            {
                Applied = (_, _, took) => s.GetRequiredService<NodeMetrics>().FibApplied(took),
            };
        });
        services.AddSingleton(s => new IntentLoop(
            s.GetRequiredService<IDatastore>(), s.GetRequiredService<SnapshotFile>(),
            [s.GetRequiredService<WorkloadsReader>(), s.GetRequiredService<PeersLoop>()],
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<IntentLoop>>()));
        services.AddSingleton<NodeService>();
        services.AddHostedService(s => s.GetRequiredService<NodeService>());
        AddPing(services, "rib", s => s.GetRequiredService<RibLoop>().PingAsync);
        AddPing(services, "fib", s => s.GetRequiredService<FibLoop>().PingAsync);
        services.AddSingleton<IReadiness, NodeReadiness>();
        services.AddSingleton<NodeQueries>();
        services.AddSingleton<INodeQueries>(s => s.GetRequiredService<NodeQueries>());
        services.AddSingleton<INodeCommands, NodeCommands>();
        services.AddSingleton<IMetricsSource, NodeMetricsSource>();
        return services;
    }

    /// <summary>Judges the documents of an intent directory without applying them.</summary>
    public static IReadOnlyList<ConfigProblem> CheckIntent(string directory) =>
    [
        .. DirectoryDatastore.Check(directory).Problems.Select(p => new ConfigProblem(
            p.Source, p.Line, p.Column, p.Path, p.Message, p.Severity == Severity.Error ? ConfigSeverity.Error : ConfigSeverity.Warning)),
    ];

    private static void AddPing(IServiceCollection services, string loop, Func<IServiceProvider, Func<CancellationToken, Task>> ping)
    {
        services.AddKeyedSingleton(loop, (s, _) => new LoopPing(loop, ping(s), LoopPatience, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ILoopHeartbeat>(s => s.GetRequiredKeyedService<LoopPing>(loop));
        services.AddSingleton<IHostedService>(s => s.GetRequiredKeyedService<LoopPing>(loop));
    }

    private static NodeSettings SettingsOf(NodeOptions options, IDatastore store, SnapshotFile disk)
    {
        IReadOnlyList<StoredResource> known = options.Datastore is DirectoryOptions directory ? DirectoryDatastore.Check(directory.Directory).Resources
            : disk.TryLoad(store.Description, out Datastore.Snapshot.IntentSnapshot? last, out _) ? last.Resources
            : [];
        return NodeSettings.From(Reconciler.Intent.IntentSnapshot.Empty.WithAll(known), options.Node);
    }

    private static IDatastore StoreOf(IServiceProvider services)
    {
        NodeOptions options = services.GetRequiredService<NodeOptions>();
        TimeProvider clock = services.GetRequiredService<TimeProvider>();
        return options.Datastore switch
        {
            Options.EtcdOptions etcd => new EtcdDatastore(
                new Datastore.Etcd.EtcdOptions
                {
                    Endpoints = [.. etcd.Endpoints.Select(endpoint => endpoint.GetLeftPart(UriPartial.Authority))],
                    CaFile = etcd.CaFile,
                    CertFile = etcd.CertFile,
                    KeyFile = etcd.KeyFile,
                    Username = etcd.Username,
                    PasswordFile = etcd.PasswordFile,
                },
                options.Node, clock, services.GetRequiredService<ILogger<EtcdDatastore>>()),
            DirectoryOptions directory => new DirectoryDatastore(
                directory.Directory, clock, services.GetRequiredService<ILogger<DirectoryDatastore>>()),
            _ => throw new InvalidOperationException($"there is no datastore for {options.Datastore}"),
        };
    }

    // Where intent names no address of this node, its router id comes from the host's own.
    private static HostFacts HostOf() => new(System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
        .Where(link => link.OperationalStatus == System.Net.NetworkInformation.OperationalStatus.Up)
        .SelectMany(link => link.GetIPProperties().UnicastAddresses)
        .Select(unicast => Address.From(unicast.Address))
        .Where(address => address.Family == Family.IPv4 && !address.IsLoopback && !address.IsLinkLocal)
        .Order()
        .Cast<Address?>()
        .FirstOrDefault());
}
