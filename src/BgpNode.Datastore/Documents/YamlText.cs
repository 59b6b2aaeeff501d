using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BgpNode.Datastore.Documents;

/// <summary>Writes JSON as block YAML for people: what <c>apply</c> leaves in a directory and <c>get -o yaml</c> shows.</summary>
public static class YamlText
{
    /// <summary>One document without a <c>---</c> line, ending in a line feed. Reading it again gives the same JSON.</summary>
    public static string Write(JsonNode? document)
    {
        var text = new StringBuilder();
        if (document is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            Block(text, document, 0);
        }
        else
        {
            text.Append(Flow(document)).Append('\n');
        }

        return text.ToString();
    }

    private static void Block(StringBuilder text, JsonNode node, int indent)
    {
        if (node is JsonObject mapping)
        {
            foreach ((string key, JsonNode? value) in mapping)
            {
                text.Append(' ', indent).Append(Scalar(key)).Append(':');
                Value(text, value, indent + 2);
            }
        }
        else
        {
            foreach (JsonNode? item in node.AsArray())
            {
                text.Append(' ', indent).Append('-');
                if (item is JsonObject { Count: > 0 })
                {
                    // "- cidr: ..." on one line, further fields below it
                    int start = text.Length;
                    Block(text, item, indent + 2);
                    text.Remove(start, indent + 1);
                }
                else
                {
                    Value(text, item, indent + 2);
                }
            }
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, int indent)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            text.Append('\n');
            Block(text, value, indent);
        }
        else
        {
            text.Append(' ').Append(Flow(value)).Append('\n');
        }
    }

    private static string Flow(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ when value.GetValueKind() == JsonValueKind.String => Scalar(value.GetValue<string>()),
        _ => value.ToJsonString(),
    };

    /// <summary>Plain where YAML cannot mistake it for something else, quoted otherwise.</summary>
    private static string Scalar(string value)
    {
        string copy = value;
        bool plain = value.Length > 0
            && char.IsAsciiLetterOrDigit(value[0])
            && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '/' or '-' or '_' or ':')
            && !value.EndsWith(':')
            && value is not ("yes" or "no" or "on" or "off" or "y" or "n") // YAML 1.1 readers take these for booleans
            && !(char.IsAsciiDigit(value[0]) && value.All(c => char.IsAsciiDigit(c) || c is ':' or '.' or '_' or '-')) // ... and 1:30 or 2026-11-23 for times
            && YamlDocuments.KindOfPlain(ref copy) == NodeKind.Text;
        return plain ? value : Quoted(value);
    }

    private static string Quoted(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\t' => text.Append("\\t"),
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }
}
