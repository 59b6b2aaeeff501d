using BgpNode.Options;
using Microsoft.Extensions.DependencyInjection;

namespace BgpNode.Cli;

/// <summary>Everything a command touches outside itself, so that tests can hand in their own.</summary>
internal sealed record CliEnvironment
{
    /// <summary>Data.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Words.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opened only by commands that are told to read it: touching a terminal's input emits escapes.</summary>
    public required Func<TextReader> In { get; init; }

    public bool Color { get; init; }

    /// <summary>Columns of the terminal; null when output is no terminal, and then nothing is ever wrapped.</summary>
    public int? Width { get; init; }

    public string ConfigFile { get; init; } = NodeOptions.DefaultFile;

    public required string HostName { get; init; }

    /// <summary>Judges the documents of an intent directory.</summary>
    public required Func<string, IReadOnlyList<ConfigProblem>> CheckIntent { get; init; }

    /// <summary>Registers the rooms of the daemon.</summary>
    public required Action<IServiceCollection, NodeOptions> AddRooms { get; init; }

    public static CliEnvironment OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        In = () => Console.In,
        Color = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        Width = Console.IsOutputRedirected ? null : Console.WindowWidth,
        HostName = Environment.MachineName,
        CheckIntent = NodeServices.CheckIntent,
        AddRooms = (services, options) => services.AddNode(options),
    };
}
