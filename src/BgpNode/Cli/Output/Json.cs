using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BgpNode.Cli.Output;

/// <summary>The daemon's JSON laid out for reading. Fields this program does not know pass through.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Indent(string json)
    {
        using var document = JsonDocument.Parse(json);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Layout))
        {
            document.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
