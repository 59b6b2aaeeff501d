using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BgpNode.Cli.Verbs;

/// <summary>The JSON that the command line itself makes, in the shape of the control API's.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(ConfigCheckView))]
[JsonSerializable(typeof(VersionView))]
internal sealed partial class ConfigJson : JsonSerializerContext
{
    public static ConfigJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
