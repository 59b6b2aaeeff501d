using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BgpNode.Control.Views;

namespace BgpNode.Control;

/// <summary>The JSON of the control API: camelCase, absent instead of null, states as words. Fields are added, never renamed.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(ReadinessView))]
[JsonSerializable(typeof(LivenessView))]
[JsonSerializable(typeof(PeerView))]
[JsonSerializable(typeof(IReadOnlyList<PeerView>))]
[JsonSerializable(typeof(RoutePageView))]
[JsonSerializable(typeof(FibView))]
[JsonSerializable(typeof(IReadOnlyList<EndpointView>))]
[JsonSerializable(typeof(ExplainView))]
[JsonSerializable(typeof(ResourceView))]
[JsonSerializable(typeof(IReadOnlyList<ResourceView>))]
[JsonSerializable(typeof(ApplyView))]
[JsonSerializable(typeof(CommandView))]
[JsonSerializable(typeof(ErrorView))]
public sealed partial class ControlJson : JsonSerializerContext
{
    /// <summary>The context to use: text goes out as it is (`+`, `&lt;` and letters beyond ASCII unescaped), as no browser embeds it.</summary>
    public static ControlJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
