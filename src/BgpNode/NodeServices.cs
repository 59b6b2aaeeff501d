using BgpNode.Datastore;
using BgpNode.Datastore.Files;
using BgpNode.Options;
using Microsoft.Extensions.DependencyInjection;

namespace BgpNode;

/// <summary>
/// The rooms of this daemon. The host needs from them <see cref="Control.INodeQueries"/>, <see cref="Control.INodeCommands"/>,
/// <see cref="Observability.IReadiness"/>, <see cref="Observability.IMetricsSource"/> and an
/// <see cref="Observability.ILoopHeartbeat"/> for every loop that the watchdog should watch.
/// </summary>
public static class NodeServices
{
    public static IServiceCollection AddNode(this IServiceCollection services, NodeOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>Judges the documents of an intent directory without applying them.</summary>
    public static IReadOnlyList<ConfigProblem> CheckIntent(string directory) =>
    [
        .. DirectoryDatastore.Check(directory).Problems.Select(p => new ConfigProblem(
            p.Source, p.Line, p.Column, p.Path, p.Message, p.Severity == Severity.Error ? ConfigSeverity.Error : ConfigSeverity.Warning)),
    ];
}
