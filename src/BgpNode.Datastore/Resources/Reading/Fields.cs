using BgpNode.Datastore.Documents;
using BgpNode.Datastore.Selectors;
using BgpNode.Net;

namespace BgpNode.Datastore.Resources.Reading;

/// <summary>
/// One mapping being read. Each method asks for one field, reports what is wrong with it, and remembers the name: what
/// nobody asked for is unknown. A field that is absent or <c>null</c> is "not set"; a wrong one too, after its problem.
/// </summary>
internal sealed class Fields
{
    private readonly Judge _judge;
    private readonly DocumentNode _node;
    private readonly HashSet<string> _asked = [];

    public Fields(Judge judge, DocumentNode node, string path)
    {
        _judge = judge;
        _node = node;
        Path = path;
        if (node.Kind is not (NodeKind.Mapping or NodeKind.Null))
        {
            judge.Error(node, path, $"is {node.Describe()}; a mapping of fields was expected");
        }
    }

    public string Path { get; }

    /// <summary>Whether a field is set, right or wrong. Does not count as asking for it.</summary>
    public bool Has(string name) => _node[name] is { Kind: not NodeKind.Null };

    /// <summary>The raw node of a field that is set.</summary>
    public DocumentNode? Find(string name)
    {
        _asked.Add(name);
        return _node[name] is { Kind: not NodeKind.Null } node ? node : null;
    }

    /// <summary>Fields that exist but say nothing to us.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            _asked.Add(name);
        }
    }

    /// <summary>Reports at a field, or at the whole mapping when the field is absent.</summary>
    public void Error(string name, string message) => _judge.Error(_node[name] ?? _node, Join(name), message);

    public void Warning(string name, string message) => _judge.Warning(_node[name] ?? _node, Join(name), message);

    /// <summary>Reports a field that must be set.</summary>
    public void Require(string name, string advice)
    {
        if (!Has(name))
        {
            _judge.Error(_node, Join(name), $"is missing; {advice}");
        }
    }

    /// <summary>Reports the second of two fields that exclude each other.</summary>
    public void Exclude(string first, string second)
    {
        if (Has(first) && Has(second))
        {
            Error(second, $"cannot be set together with {first}; keep one of them");
        }
    }

    public T? Value<T>(string name, Parse<T> parse)
        where T : struct =>
        Find(name) is { } node && TryScalar(node, Join(name), parse, out T value) ? value : null;

    public string? Text(string name, Parse<string>? parse = null) =>
        Find(name) is { } node && TryScalar(node, Join(name), parse ?? Any, out string? value) ? value : null;

    /// <summary>An AS number: a plain number, or text in plain or dotted form.</summary>
    public AsNumber? AsNumber(string name) =>
        Find(name) is { } node && TryAsNumber(node, Join(name), out AsNumber value) ? value : null;

    public EquatableList<AsNumber> AsNumbers(string name)
    {
        var values = new List<AsNumber>();
        foreach ((DocumentNode item, string path) in Items(name))
        {
            if (TryAsNumber(item, path, out AsNumber value))
            {
                values.Add(value);
            }
        }

        return [.. values];
    }

    public bool? Boolean(string name)
    {
        if (Find(name) is not { } node)
        {
            return null;
        }

        if (node.Kind == NodeKind.Boolean)
        {
            return node.Text == "true";
        }

        _judge.Error(node, Join(name), $"is {node.Describe()}; write true or false, without quotes");
        return null;
    }

    public long? Whole(string name, long least, long most)
    {
        if (Find(name) is not { } node)
        {
            return null;
        }

        if (node.Kind == NodeKind.Number && long.TryParse(node.Text, out long value) && value >= least && value <= most)
        {
            return value;
        }

        _judge.Error(node, Join(name), $"is {node.Describe()}; write a whole number from {least} to {most}{(node.Kind == NodeKind.Text ? ", without quotes" : "")}");
        return null;
    }

    /// <summary>A duration within bounds, in whole seconds where the wire has seconds.</summary>
    public TimeSpan? Duration(string name, TimeSpan least, TimeSpan most, bool wholeSeconds = false)
    {
        if (Value<TimeSpan>(name, Durations.Parse) is not { } value)
        {
            return null;
        }

        if (value < least || value > most)
        {
            Error(name, $"is {Durations.Text(value)}; write {Durations.Text(least)} to {Durations.Text(most)}");
            return null;
        }

        if (wholeSeconds && value.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            Error(name, $"is {Durations.Text(value)}; write whole seconds");
            return null;
        }

        return value;
    }

    /// <summary>A word out of an enum's own names.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum =>
        Choice(name, [.. Enum.GetValues<T>().Select(value => (value.ToString(), value))]);

    /// <summary>A word out of a list, exactly as spelled there.</summary>
    public T? Choice<T>(string name, IReadOnlyList<(string Word, T Value)> choices)
        where T : struct =>
        Find(name) is { } node && TryChoice(node, Join(name), choices, out T value) ? value : null;

    public EquatableList<T> Choices<T>(string name)
        where T : struct, Enum
    {
        (string, T)[] choices = [.. Enum.GetValues<T>().Select(value => (value.ToString(), value))];
        var values = new List<T>();
        foreach ((DocumentNode item, string path) in Items(name))
        {
            if (TryChoice(item, path, choices, out T value))
            {
                values.Add(value);
            }
        }

        return [.. values];
    }

    public EquatableList<T> List<T>(string name, Parse<T> parse)
    {
        var values = new List<T>();
        foreach ((DocumentNode item, string path) in Items(name))
        {
            if (TryScalar(item, path, parse, out T? value))
            {
                values.Add(value!);
            }
        }

        return [.. values];
    }

    public T? Object<T>(string name, Func<Fields, T?> read)
        where T : class =>
        Find(name) is { } node ? Read(node, Join(name), read) : null;

    public EquatableList<T> Objects<T>(string name, Func<Fields, T?> read)
        where T : class
    {
        var values = new List<T>();
        foreach ((DocumentNode item, string path) in Items(name))
        {
            if (Read(item, path, read) is { } value)
            {
                values.Add(value);
            }
        }

        return [.. values];
    }

    /// <summary>A mapping of texts, such as labels.</summary>
    public IReadOnlyDictionary<string, string> Map(string name)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Find(name) is not { } node)
        {
            return map;
        }

        if (node.Kind != NodeKind.Mapping)
        {
            _judge.Error(node, Join(name), $"is {node.Describe()}; a mapping of texts was expected");
        }

        foreach (DocumentEntry entry in node.Entries)
        {
            if (TryScalar(entry.Value, $"{Join(name)}.{entry.Key}", Any, out string? value))
            {
                map[entry.Key] = value!;
            }
        }

        return map;
    }

    public Selector? Selector(string name)
    {
        if (Find(name) is not { } node || !TryScalar(node, Join(name), Any, out string? text))
        {
            return null;
        }

        if (Selectors.Selector.TryParse(text!, out Selector? selector, out SelectorProblem? problem))
        {
            return selector;
        }

        int column = node.TextColumn > 0 ? node.TextColumn + problem.Column - 1 : node.Column;
        _judge.Error(node.Line, column, Join(name), $"is not a selector: {problem.Message}, at character {problem.Column}");
        return null;
    }

    /// <summary>Reports the fields that nobody asked for.</summary>
    public void Close()
    {
        foreach (DocumentEntry entry in _node.Entries)
        {
            if (_asked.Contains(entry.Key))
            {
                continue;
            }

            if (_judge.RefusesUnknown)
            {
                _judge.Error(entry.Line, entry.Column, Join(entry.Key), $"unknown field '{entry.Key}'{Spelling.Hint(entry.Key, _asked)}");
            }
            else
            {
                _judge.Unknown.Add([.. Path.Split('.', StringSplitOptions.RemoveEmptyEntries), entry.Key]);
            }
        }
    }

    private T? Read<T>(DocumentNode node, string path, Func<Fields, T?> read)
        where T : class
    {
        var fields = new Fields(_judge, node, path);
        if (node.Kind is not (NodeKind.Mapping or NodeKind.Null))
        {
            return null;
        }

        T? value = read(fields);
        fields.Close();
        return value;
    }

    private IEnumerable<(DocumentNode Item, string Path)> Items(string name)
    {
        if (Find(name) is not { } node)
        {
            yield break;
        }

        if (node.Kind != NodeKind.Sequence)
        {
            _judge.Error(node, Join(name), $"is {node.Describe()}; a list was expected, such as [{(node.Kind == NodeKind.Mapping ? "{...}" : node.Text)}]");
        }

        for (int i = 0; i < node.Items.Count; i++)
        {
            yield return (node.Items[i], $"{Join(name)}[{i}]");
        }
    }

    private bool TryScalar<T>(DocumentNode node, string path, Parse<T> parse, out T? value)
    {
        value = default;
        if (node.Kind != NodeKind.Text)
        {
            _judge.Error(node, path, node.Kind is NodeKind.Number or NodeKind.Boolean
                ? $"is {node.Describe()}, but text was expected; put it in quotes, as '{node.Text}'"
                : $"is {node.Describe()}; text was expected");
            return false;
        }

        string? problem = parse(node.Text, out value);
        if (problem is not null)
        {
            _judge.Error(node, path, problem);
        }

        return problem is null;
    }

    private bool TryAsNumber(DocumentNode node, string path, out AsNumber value)
    {
        value = default;
        if (node.Kind is not (NodeKind.Text or NodeKind.Number))
        {
            _judge.Error(node, path, $"is {node.Describe()}; an AS number was expected");
            return false;
        }

        // Unquoted, 1.10 is a decimal fraction to YAML and JSON, and 1.1 to the next program that writes it.
        string? problem = node.Kind == NodeKind.Number && node.Text.Contains('.', StringComparison.Ordinal)
            ? $"a dotted AS number must be in quotes; write '{node.Text}'"
            : Scalars.AsNumber(node.Text, out value);
        if (problem is not null)
        {
            _judge.Error(node, path, problem);
        }

        return problem is null;
    }

    private bool TryChoice<T>(DocumentNode node, string path, IReadOnlyList<(string Word, T Value)> choices, out T value)
    {
        foreach ((string word, T choice) in choices)
        {
            if (node.Kind == NodeKind.Text && node.Text == word)
            {
                value = choice;
                return true;
            }
        }

        value = default!;
        string hint = node.Kind == NodeKind.Text ? Spelling.Hint(node.Text, choices.Select(choice => choice.Word)) : "";
        _judge.Error(node, path, hint.Length > 0
            ? $"is {node.Describe()}{hint}"
            : $"is {node.Describe()}; write {string.Join(", ", choices.SkipLast(1).Select(choice => choice.Word))}{(choices.Count > 1 ? " or " : "")}{choices[^1].Word}");
        return false;
    }

    private string Join(string name) => Path.Length == 0 ? name : name.Length == 0 ? Path : $"{Path}.{name}";

    private static string? Any(string text, out string value)
    {
        value = text;
        return null;
    }
}
