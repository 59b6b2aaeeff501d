using BgpNode.Options;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace BgpNode.Observability;

/// <summary>One console logger on stderr, in the shape that fits where it ends up.</summary>
internal static class LoggingServices
{
    public static void AddNodeLogging(this ILoggingBuilder logging, LogOptions options)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(options.Level);
        // The framework's own lines are about requests and lifetimes; an operator wants the routes.
        logging.AddFilter("Microsoft", options.Level > LogLevel.Warning ? options.Level : LogLevel.Warning);
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        switch (options.Format == LogFormat.Auto ? Fitting() : options.Format)
        {
            case LogFormat.Systemd:
                logging.AddSystemdConsole();
                break;
            case LogFormat.Json:
                logging.AddJsonConsole(json => json.TimestampFormat = "O");
                break;
            default:
                logging.AddSimpleConsole(simple =>
                {
                    simple.SingleLine = true;
                    simple.TimestampFormat = "HH:mm:ss.fff ";
                    simple.ColorBehavior = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
                        ? LoggerColorBehavior.Disabled
                        : LoggerColorBehavior.Default;
                });
                break;
        }
    }

    /// <summary>systemd sets JOURNAL_STREAM when a stream goes to the journal (systemd.exec(5)).</summary>
    private static LogFormat Fitting() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("JOURNAL_STREAM")) ? LogFormat.Simple : LogFormat.Systemd;
}
