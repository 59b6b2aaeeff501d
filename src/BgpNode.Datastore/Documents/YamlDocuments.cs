using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BgpNode.Datastore.Documents;

/// <summary>Reads YAML 1.2 into <see cref="DocumentNode"/>s from the parser's events, which carry line and column.</summary>
public static class YamlDocuments
{
    /// <summary>Reads every document of a text. Never throws for bad text.</summary>
    /// <param name="text">The text of a file.</param>
    /// <param name="source">Its path, for the problems.</param>
    public static DocumentSet Read(string text, string source)
    {
        var builder = new Builder(text, source);
        bool complete = builder.Read();
        return new DocumentSet(builder.Documents, builder.Problems, complete);
    }

    /// <summary>A plain scalar's type by the core schema (YAML 1.2 §10.3.2), kept to what JSON can say.</summary>
    internal static NodeKind KindOfPlain(ref string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return NodeKind.Null;
            case "true" or "True" or "TRUE":
                text = "true";
                return NodeKind.Boolean;
            case "false" or "False" or "FALSE":
                text = "false";
                return NodeKind.Boolean;
            default:
                return IsJsonNumber(text) ? NodeKind.Number : NodeKind.Text;
        }
    }

    private static bool IsJsonNumber(ReadOnlySpan<char> text)
    {
        int at = text.StartsWith('-') ? 1 : 0;
        int digits = Digits(text, ref at);
        if (digits == 0 || (digits > 1 && text[at - digits] == '0'))
        {
            return false;
        }

        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (Digits(text, ref at) == 0)
            {
                return false;
            }
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            at += at < text.Length && text[at] is '+' or '-' ? 1 : 0;
            if (Digits(text, ref at) == 0)
            {
                return false;
            }
        }

        return at == text.Length;
    }

    private static int Digits(ReadOnlySpan<char> text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at - start;
    }

    private sealed class Builder(string text, string source)
    {
        private readonly Dictionary<string, DocumentNode> _anchors = [];
        private readonly Parser _parser = new(new StringReader(text));
        private List<Problem> _repeated = [];
        private int _nodes;

        public List<DocumentNode> Documents { get; } = [];

        public List<Problem> Problems { get; } = [];

        public bool Read()
        {
            try
            {
                while (_parser.MoveNext())
                {
                    if (_parser.Current is DocumentStart)
                    {
                        _anchors.Clear();
                        _repeated = [];
                        _parser.MoveNext();
                        DocumentNode document = Node(0);
                        document.Problems = _repeated;
                        if (document.Kind != NodeKind.Null) // "---" with nothing or only comments after it
                        {
                            Documents.Add(document);
                        }
                    }
                }

                return true;
            }
            catch (YamlException error)
            {
                Problems.Add(At(error.Start, $"not YAML: {error.Message}"));
            }
            catch (Exception error) when (error is ArgumentException or InvalidOperationException)
            {
                // The parser's own types refuse some tags and anchors this way; where it was is the best place known.
                string reason = error is ArgumentException ? error.Message : "what follows here makes no sense; look for a missing ], } or quote";
                Problems.Add(At(_parser.Current?.End ?? Mark.Empty, $"not YAML: {reason}"));
            }

            return false;
        }

        private DocumentNode Node(int depth)
        {
            ParsingEvent current = _parser.Current!;
            Mark at = current.Start;
            if (depth > DocumentSet.MaxDepth)
            {
                throw new YamlException(at, current.End, $"nested deeper than {DocumentSet.MaxDepth} levels");
            }

            DocumentNode node = current switch
            {
                Scalar scalar => ScalarNode(scalar),
                SequenceStart => SequenceNode(at, depth),
                MappingStart => MappingNode(at, depth),
                AnchorAlias alias => _anchors.TryGetValue(alias.Value.Value, out DocumentNode? anchored)
                    ? anchored
                    : throw new YamlException(at, current.End, $"alias '*{alias.Value.Value}' stands for nothing above it"),
                _ => throw new YamlException(at, current.End, "a value was expected here"),
            };

            _nodes += current is AnchorAlias ? node.Size : 1;
            if (_nodes > DocumentSet.MaxNodes || node.Size > DocumentSet.MaxNodes)
            {
                throw new YamlException(at, current.End, $"more than {DocumentSet.MaxNodes} values with all aliases written out");
            }

            if (current is NodeEvent { Anchor.IsEmpty: false } named && current is not AnchorAlias)
            {
                _anchors[named.Anchor.Value] = node;
            }

            return node;
        }

        private static DocumentNode ScalarNode(Scalar scalar)
        {
            string text = scalar.Value;
            NodeKind kind = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty ? KindOfPlain(ref text) : NodeKind.Text;
            int column = (int)scalar.Start.Column;
            int textColumn = scalar.Start.Line != scalar.End.Line ? 0
                : scalar.Style == ScalarStyle.Plain ? column
                : scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? column + 1
                : 0;
            return DocumentNode.Scalar(kind, (int)scalar.Start.Line, column, textColumn, text);
        }

        private DocumentNode SequenceNode(Mark at, int depth)
        {
            var items = new List<DocumentNode>();
            while (_parser.MoveNext() && _parser.Current is not SequenceEnd)
            {
                items.Add(Node(depth + 1));
            }

            return DocumentNode.Sequence((int)at.Line, (int)at.Column, items);
        }

        private DocumentNode MappingNode(Mark at, int depth)
        {
            var entries = new List<DocumentEntry>();
            var lines = new Dictionary<string, int>();
            while (_parser.MoveNext() && _parser.Current is not MappingEnd)
            {
                ParsingEvent key = _parser.Current!;
                if (key is not Scalar { Value: var name })
                {
                    throw new YamlException(key.Start, key.End, "a field's name must be plain text");
                }

                _parser.MoveNext();
                DocumentNode value = Node(depth + 1);
                if (lines.TryGetValue(name, out int first))
                {
                    _repeated.Add(At(key.Start, $"field '{name}' is already set in line {first}; keep one of them"));
                    continue;
                }

                lines[name] = (int)key.Start.Line;
                entries.Add(new DocumentEntry(name, (int)key.Start.Line, (int)key.Start.Column, value));
            }

            return DocumentNode.Mapping((int)at.Line, (int)at.Column, entries);
        }

        private Problem At(Mark at, string message) => new(source, (int)at.Line, (int)at.Column, "", message);
    }
}
