using BgpNode.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting.Systemd;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace BgpNode.Observability;

/// <summary>Wires what the daemon tells about itself: metrics to whoever scrapes or collects, notifications to systemd.</summary>
internal static class ObservabilityServices
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Expects <see cref="IMetricsSource"/>, <see cref="IReadiness"/> and any number of <see cref="ILoopHeartbeat"/> from the rooms.</summary>
    public static void AddObservability(this IServiceCollection services, NodeOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<NodeMetrics>();
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("bgpnode", serviceVersion: BuildInfo.Version, serviceInstanceId: options.Node))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(NodeMetrics.MeterName).AddMeter("System.Runtime");
                // Without this every series carries otel_scope_name.
                metrics.AddPrometheusExporter(exporter => exporter.ScopeInfoEnabled = false);
                if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(OtlpEndpoint)))
                {
                    metrics.AddOtlpExporter();
                }
            });

        // AddSystemd registers the notifier only when the parent process looks like systemd, which a container's does not.
        services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        services.AddHostedService<SystemdNotifications>();
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics");
}
