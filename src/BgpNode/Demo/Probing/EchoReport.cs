using System.Text.Json.Serialization;

namespace BgpNode.Demo.Probing;

/// <summary>What a stream of echo requests met.</summary>
/// <param name="Target">The address asked.</param>
/// <param name="Sent">Requests.</param>
/// <param name="Received">Replies.</param>
/// <param name="LongestSilenceMs">The longest time between two replies, in milliseconds.</param>
internal sealed record EchoReport(string Target, long Sent, long Received, double LongestSilenceMs)
{
    public bool Answered => Received > 0;
}

[JsonSerializable(typeof(EchoReport[]))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class EchoReportJson : JsonSerializerContext;
