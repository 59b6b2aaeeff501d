using System.Text.Json.Serialization;

namespace BgpNode.Control.Views;

/// <summary>Where a route stands at one station.</summary>
public enum StationOutcome
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Not as it should be, and nothing is under way that would change it.</summary>
    [JsonStringEnumMemberName("broken")]
    Broken,

    /// <summary>Under way.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>Deliberately not there: a rule, split horizon, a lost comparison.</summary>
    [JsonStringEnumMemberName("held")]
    Held,
}
