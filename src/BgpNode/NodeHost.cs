using BgpNode.Control;
using BgpNode.Observability;
using BgpNode.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BgpNode;

/// <summary>Puts the daemon together: rooms, control API, metrics, notifications.</summary>
internal static class NodeHost
{
    /// <summary>Withdrawals must be out and acknowledged before the process ends; the unit's TimeoutStopSec is longer than this.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(15);

    /// <param name="options">Judged options.</param>
    /// <param name="addRooms">Registers what <see cref="NodeServices.AddNode"/> promises.</param>
    public static WebApplication Build(NodeOptions options, Action<IServiceCollection, NodeOptions> addRooms)
    {
        // The content root keeps an appsettings.json of the working directory out.
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = "bgpnode",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.AddNodeLogging(options.Log);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTime);
        addRooms(builder.Services, options);
        builder.Services.AddObservability(options);
        Listeners.Add(builder, options);

        WebApplication app = builder.Build();
        app.Services.GetRequiredService<NodeMetrics>(); // instruments exist from the first scrape on
        PlainAnswers.Use(app, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(PlainAnswers).FullName!));
        Listeners.Guard(app);
        app.UseRouting();
        ControlApi.Map(app);
        CommandApi.Map(app);
        HealthApi.Map(app);
        app.MapMetrics();
        return app;
    }
}
