using System.Text.Json.Serialization;

namespace BgpNode.Options;

/// <summary>How much a finding weighs.</summary>
public enum ConfigSeverity
{
    /// <summary>The daemon does not start, or the resource does not apply.</summary>
    [JsonStringEnumMemberName("error")]
    Error,

    /// <summary>Allowed, and probably not meant.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,
}
