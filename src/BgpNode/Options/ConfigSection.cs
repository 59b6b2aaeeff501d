namespace BgpNode.Options;

/// <summary>
/// One mapping of the file, read key by key. Whoever reads says the type it wants; what does not fit becomes a finding with
/// its place and reads as absent. <see cref="Close"/> reports the keys nobody asked for.
/// </summary>
internal sealed class ConfigSection
{
    private readonly string _source;
    private readonly string _path;
    private readonly YamlMap _map;
    private readonly List<ConfigProblem> _problems;
    private readonly Dictionary<string, YamlEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];

    public ConfigSection(string source, string path, YamlMap map, List<ConfigProblem> problems)
    {
        _source = source;
        _path = path;
        _map = map;
        _problems = problems;
        foreach (YamlEntry entry in map.Entries)
        {
            if (!_entries.TryAdd(entry.Key, entry))
            {
                Report(entry.Line, entry.Column, entry.Key, $"stands here twice; the first is on line {_entries[entry.Key].Line}, keep one");
            }
        }
    }

    /// <summary>The text under a key, or null when the key is absent, empty or of another shape.</summary>
    public YamlText? Text(string key, string example)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlText { IsNull: false } text when text.Text.Length > 0:
                return text;
            case var other:
                Report(other, key, $"is {(other is YamlText ? "empty" : other.Shape)}; write one value, as in '{key}: {example}', or leave the key out");
                return null;
        }
    }

    /// <summary>The mapping under a key, or null when the key is absent or of another shape.</summary>
    public ConfigSection? Section(string key, string example)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlMap map:
                return new ConfigSection(_source, PathOf(key), map, _problems);
            case var other:
                Report(other, key, $"is {other.Shape}; write a mapping, as in '{key}: {example}'");
                return null;
        }
    }

    /// <summary>The texts of the list under a key, or null when the key is absent, empty or of another shape.</summary>
    public IReadOnlyList<YamlText>? Texts(string key, string example)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlList { Items.Count: > 0 } list:
                for (int i = 0; i < list.Items.Count; i++)
                {
                    if (list.Items[i] is not YamlText { IsNull: false })
                    {
                        Report(list.Items[i], $"{key}[{i}]", $"is {list.Items[i].Shape}; write one value");
                    }
                }

                return [.. list.Items.OfType<YamlText>().Where(t => !t.IsNull)];
            case var other:
                Report(other, key, $"is {(other is YamlList ? "an empty list" : other.Shape)}; write a list, as in '{key}: {example}'");
                return null;
        }
    }

    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>The column and line of a key, or of the section when the key is absent.</summary>
    public (int Line, int Column) PlaceOf(string key) =>
        _entries.TryGetValue(key, out YamlEntry? entry) ? (entry.Line, entry.Column) : (_map.Line, _map.Column);

    public void Report(YamlValue at, string key, string message) => Report(at.Line, at.Column, key, message);

    public void Report(string key, string message)
    {
        (int line, int column) = PlaceOf(key);
        Report(line, column, key, message);
    }

    public void Report(string message) => _problems.Add(new ConfigProblem(_source, _map.Line, _map.Column, _path, message));

    /// <summary>Reports every key that was not asked for.</summary>
    public void Close()
    {
        foreach (YamlEntry entry in _entries.Values.Where(e => !_known.Contains(e.Key)))
        {
            string? meant = Suggestion.For(entry.Key, _known);
            Report(entry.Line, entry.Column, entry.Key, meant is null
                ? $"there is no such setting; known here: {string.Join(", ", _known)}"
                : $"there is no such setting; did you mean '{meant}'?");
        }
    }

    private YamlValue? Find(string key)
    {
        _known.Add(key);
        return _entries.GetValueOrDefault(key)?.Value;
    }

    private void Report(int line, int column, string key, string message) =>
        _problems.Add(new ConfigProblem(_source, line, column, PathOf(key), message));

    private string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";
}
