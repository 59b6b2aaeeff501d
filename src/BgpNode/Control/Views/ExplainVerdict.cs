using System.Text.Json.Serialization;

namespace BgpNode.Control.Views;

/// <summary>The outcome of an explanation.</summary>
public enum ExplainVerdict
{
    /// <summary>The route is everywhere it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Some station is broken or still waiting.</summary>
    [JsonStringEnumMemberName("broken")]
    Broken,

    /// <summary>Neither intent nor any neighbour knows it.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}
