using Microsoft.Extensions.Logging;

namespace BgpNode.Options;

/// <summary>What is logged and how.</summary>
public sealed record LogOptions
{
    public LogLevel Level { get; init; } = LogLevel.Information;

    public LogFormat Format { get; init; } = LogFormat.Auto;
}
