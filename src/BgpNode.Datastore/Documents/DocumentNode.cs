using System.Text.Json.Nodes;

namespace BgpNode.Datastore.Documents;

/// <summary>
/// A YAML or JSON document as a tree that knows where each part was written. Both formats end here, so there is one
/// judgement for files and for etcd.
/// </summary>
public sealed class DocumentNode
{
    private DocumentNode(NodeKind kind, int line, int column)
    {
        Kind = kind;
        Line = line;
        Column = column;
    }

    public NodeKind Kind { get; }

    /// <summary>From 1.</summary>
    public int Line { get; }

    /// <summary>From 1.</summary>
    public int Column { get; }

    /// <summary>Column of the first character of the text itself, after a quote; 0 when it is spread over lines.</summary>
    public int TextColumn { get; private init; }

    /// <summary>A scalar as it was written, without quotes; empty for mappings and sequences.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The fields of a mapping, in order. Names are unique; the readers report a repeated one.</summary>
    public IReadOnlyList<DocumentEntry> Entries { get; private init; } = [];

    /// <summary>The items of a sequence.</summary>
    public IReadOnlyList<DocumentNode> Items { get; private init; } = [];

    /// <summary>Nodes in this tree, counting an alias as often as it is used.</summary>
    internal int Size { get; private init; } = 1;

    /// <summary>Repeated fields anywhere in this document; only a document's root has them.</summary>
    public IReadOnlyList<Problem> Problems { get; internal set; } = [];

    public DocumentNode? this[string key]
    {
        get
        {
            foreach (DocumentEntry entry in Entries)
            {
                if (entry.Key == key)
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }

    /// <summary>The same document as JSON. Numbers keep their digits.</summary>
    public JsonNode? ToJson()
    {
        switch (Kind)
        {
            case NodeKind.Mapping:
                var mapping = new JsonObject();
                foreach (DocumentEntry entry in Entries)
                {
                    mapping[entry.Key] = entry.Value.ToJson();
                }

                return mapping;
            case NodeKind.Sequence:
                return new JsonArray([.. Items.Select(item => item.ToJson())]);
            case NodeKind.Text:
                return JsonValue.Create(Text);
            case NodeKind.Number:
                return JsonNode.Parse(Text);
            case NodeKind.Boolean:
                return JsonValue.Create(Text == "true");
            default:
                return null;
        }
    }

    /// <summary>What a person calls it: "a list", "the number 5".</summary>
    internal string Describe() => Kind switch
    {
        NodeKind.Mapping => "a mapping",
        NodeKind.Sequence => "a list",
        NodeKind.Number => $"the number {Text}",
        NodeKind.Boolean => Text,
        NodeKind.Null => "empty",
        _ => $"'{Text}'",
    };

    internal static DocumentNode Mapping(int line, int column, List<DocumentEntry> entries) => new(NodeKind.Mapping, line, column)
    {
        Entries = entries,
        Size = entries.Aggregate(1, (sum, entry) => SaturatingSum(sum, entry.Value.Size)),
    };

    internal static DocumentNode Sequence(int line, int column, List<DocumentNode> items) => new(NodeKind.Sequence, line, column)
    {
        Items = items,
        Size = items.Aggregate(1, (sum, item) => SaturatingSum(sum, item.Size)),
    };

    internal static DocumentNode Scalar(NodeKind kind, int line, int column, int textColumn, string text) => new(kind, line, column)
    {
        Text = text,
        TextColumn = textColumn,
    };

    private static int SaturatingSum(int a, int b) => a > int.MaxValue - b ? int.MaxValue : a + b;
}
