using System.Text;
using System.Text.Json;

namespace BgpNode.Datastore.Documents;

/// <summary>Reads JSON into <see cref="DocumentNode"/>s: the values of etcd, and <c>*.json</c> files with one or more documents.</summary>
public static class JsonDocuments
{
    /// <summary>Reads every document of a text in UTF-8. Never throws for bad text.</summary>
    public static DocumentSet Read(ReadOnlySpan<byte> utf8, string source) => Read(utf8, source, DocumentSet.MaxDepth);

    internal static DocumentSet Read(ReadOnlySpan<byte> utf8, string source, int maxDepth)
    {
        var documents = new List<DocumentNode>();
        var problems = new List<Problem>();
        ReadOnlySpan<byte> bom = [0xef, 0xbb, 0xbf];
        ReadOnlySpan<byte> text = utf8.StartsWith(bom) ? utf8[bom.Length..] : utf8;
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = maxDepth });
        var places = new Places(text);
        try
        {
            while (reader.Read())
            {
                var repeated = new List<Problem>();
                DocumentNode document = Node(ref reader, ref places, repeated, source);
                document.Problems = repeated;
                documents.Add(document);
            }

            return new DocumentSet(documents, problems, Complete: true);
        }
        catch (JsonException error)
        {
            problems.Add(new Problem(source, (int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1, "", $"not JSON: {FirstSentence(error.Message)}"));
        }
        catch (InvalidOperationException)
        {
            // GetString on text whose bytes are not UTF-8, or with half a surrogate pair
            (int line, int column) = places.Of(reader.TokenStartIndex);
            problems.Add(new Problem(source, line, column, "", "not JSON: the text is not valid UTF-8"));
        }

        return new DocumentSet(documents, problems, Complete: false);
    }

    private static DocumentNode Node(ref Utf8JsonReader reader, ref Places places, List<Problem> problems, string source)
    {
        (int line, int column) = places.Of(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Mapping(ref reader, ref places, problems, source, line, column);
            case JsonTokenType.StartArray:
                var items = new List<DocumentNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Node(ref reader, ref places, problems, source));
                }

                return DocumentNode.Sequence(line, column, items);
            case JsonTokenType.String:
                return DocumentNode.Scalar(NodeKind.Text, line, column, column + 1, reader.GetString()!);
            case JsonTokenType.Number:
                return DocumentNode.Scalar(NodeKind.Number, line, column, column, Encoding.ASCII.GetString(reader.ValueSpan));
            case JsonTokenType.True or JsonTokenType.False:
                return DocumentNode.Scalar(NodeKind.Boolean, line, column, column, reader.TokenType == JsonTokenType.True ? "true" : "false");
            default:
                return DocumentNode.Scalar(NodeKind.Null, line, column, column, "");
        }
    }

    private static DocumentNode Mapping(ref Utf8JsonReader reader, ref Places places, List<Problem> problems, string source, int line, int column)
    {
        var entries = new List<DocumentEntry>();
        var seen = new Dictionary<string, (int Line, int Column)>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            (int Line, int Column) at = places.Of(reader.TokenStartIndex);
            reader.Read();
            DocumentNode value = Node(ref reader, ref places, problems, source);
            if (!seen.TryAdd(name, at))
            {
                problems.Add(new Problem(source, at.Line, at.Column, "", $"field '{name}' is already set in line {seen[name].Line}, column {seen[name].Column}; keep one of them"));
                continue;
            }

            entries.Add(new DocumentEntry(name, at.Line, at.Column, value));
        }

        return DocumentNode.Mapping(line, column, entries);
    }

    /// <summary>The reader's messages go on about its own position, which we say better.</summary>
    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message.TrimEnd('.') : message[..end];
    }

    /// <summary>Turns byte offsets, asked for in rising order, into line and column.</summary>
    private ref struct Places(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _at;
        private int _line = 1;
        private int _column = 1;

        public (int Line, int Column) Of(long offset)
        {
            for (; _at < offset && _at < _text.Length; _at++)
            {
                if (_text[_at] == (byte)'\n')
                {
                    _line++;
                    _column = 1;
                }
                else if ((_text[_at] & 0xc0) != 0x80) // continuation octets are no column of their own
                {
                    _column++;
                }
            }

            return (_line, _column);
        }
    }
}
