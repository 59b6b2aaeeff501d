using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;

namespace BgpNode.Options;

/// <summary>Reads the node's own file strictly: every finding at once, each with its place and what to write instead.</summary>
public static class NodeOptionsLoader
{
    // The program alone takes about 30 MiB.
    private const long LeastMemory = 64L << 20;

    private static readonly Dictionary<string, LogLevel> Levels = new(StringComparer.Ordinal)
    {
        ["trace"] = LogLevel.Trace,
        ["debug"] = LogLevel.Debug,
        ["information"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
    };

    private static readonly Dictionary<string, LogFormat> Formats = new(StringComparer.Ordinal)
    {
        ["auto"] = LogFormat.Auto,
        ["systemd"] = LogFormat.Systemd,
        ["simple"] = LogFormat.Simple,
        ["json"] = LogFormat.Json,
    };

    /// <param name="file">The file to read.</param>
    /// <param name="hostName">The host's name, which the node takes when the file has none.</param>
    public static NodeOptionsResult Load(string file, string hostName)
    {
        try
        {
            using StreamReader text = File.OpenText(file);
            return Read(file, text, hostName);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable(file, "there is no such file; an empty one takes every default, --config names another");
        }
        catch (UnauthorizedAccessException)
        {
            return Unreadable(file, "no permission to read it; run as root or as a member of the group that may");
        }
        catch (IOException e)
        {
            return Unreadable(file, $"it cannot be read: {e.Message}");
        }
    }

    /// <inheritdoc cref="Load"/>
    /// <param name="source">The name of the text in findings.</param>
    /// <param name="text">The YAML; files that it names are looked at.</param>
    /// <param name="hostName">The host's name, which the node takes when the file has none.</param>
    public static NodeOptionsResult Read(string source, TextReader text, string hostName)
    {
        var problems = new List<ConfigProblem>();
        YamlValue? document = YamlReader.Read(source, text, problems);
        if (document is null && problems.Count > 0)
        {
            return new NodeOptionsResult(null, problems); // what is missing cannot be told from what could not be read
        }

        if (document is null or YamlText { IsNull: true })
        {
            document = new YamlMap(1, 1, []); // an empty file: every default
        }

        NodeOptions? options = null;
        if (document is YamlMap map)
        {
            options = ReadNode(new ConfigSection(source, "", map, problems), hostName);
        }
        else
        {
            problems.Add(new ConfigProblem(source, document.Line, document.Column, "", $"the file is {document.Shape}; write settings, as in 'node: node1'"));
        }

        problems.Sort((a, b) => (a.Line, a.Column).CompareTo((b.Line, b.Column)));
        bool failed = problems.Any(p => p.Severity == ConfigSeverity.Error);
        return new NodeOptionsResult(failed ? null : options, problems);
    }

    /// <summary>The control socket that a file names, whatever else is wrong with it; null when it cannot be read or names none.</summary>
    public static string? PeekControl(string file)
    {
        try
        {
            using StreamReader text = File.OpenText(file);
            var map = YamlReader.Read(file, text, []) as YamlMap;
            return map?.Entries.FirstOrDefault(e => e.Key == "control")?.Value is YamlText { IsNull: false, Text: var path } ? path : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static NodeOptions ReadNode(ConfigSection root, string hostName)
    {
        var options = new NodeOptions
        {
            Node = ReadName(root, hostName),
            Datastore = ReadDatastore(root),
            Control = ReadControl(root),
            Http = ReadHttp(root),
            StateDirectory = ReadAbsolutePath(root, "stateDirectory", NodeOptions.DefaultStateDirectory),
            MemoryLimit = ReadMemoryLimit(root),
            Log = ReadLog(root),
        };
        root.Close();
        return options;
    }

    private static string ReadName(ConfigSection root, string hostName)
    {
        YamlText? text = root.Text("node", "node1");
        if (text is null)
        {
            string own = hostName.ToLowerInvariant();
            if (!root.Has("node") && !NodeName.IsValid(own))
            {
                root.Report("node", $"the host's name '{hostName}' cannot be a node's; write one, as in 'node: node1'");
            }

            return own;
        }

        if (!NodeName.IsValid(text.Text))
        {
            string lower = text.Text.ToLowerInvariant();
            root.Report(text, "node", NodeName.IsValid(lower)
                ? $"'{text.Text}' has capitals; write {lower}"
                : $"'{text.Text}' is not a node name; write letters a-z, digits, '-' and '.', as in node1.rack4");
        }

        return text.Text;
    }

    private static DatastoreOptions ReadDatastore(ConfigSection root)
    {
        ConfigSection? store = root.Section("datastore", "{ directory: /etc/bgpnode/intent }");
        if (store is null)
        {
            if (!root.Has("datastore") && !Directory.Exists(NodeOptions.DefaultDirectory))
            {
                root.Report("datastore", $"is not given, and its default directory {NodeOptions.DefaultDirectory} does not exist; make it, or name another under datastore.directory");
            }

            return new DirectoryOptions(NodeOptions.DefaultDirectory);
        }

        if (store.Has("directory") && store.Has("etcd"))
        {
            store.Report("etcd", "stands beside directory; intent has one home, keep one of the two");
        }
        else if (!store.Has("directory") && !store.Has("etcd"))
        {
            store.Report("names no place; write 'directory: /etc/bgpnode/intent' or 'etcd: { endpoints: [...] }' in it");
        }

        string directory = ReadAbsolutePath(store, "directory", NodeOptions.DefaultDirectory);
        if (store.Has("directory") && directory.StartsWith('/') && !Directory.Exists(directory))
        {
            store.Report("directory", $"{directory} does not exist; make it, or name the one that holds the intent");
        }

        ConfigSection? etcd = store.Section("etcd", "{ endpoints: [https://10.0.0.1:2379] }");
        DatastoreOptions options = etcd is null ? new DirectoryOptions(directory) : EtcdSection.Read(etcd);
        store.Close();
        return options;
    }

    private static string ReadControl(ConfigSection root)
    {
        string path = ReadAbsolutePath(root, "control", NodeOptions.DefaultControl);
        // The kernel's sun_path has 108 bytes with the closing zero (unix(7)).
        if (System.Text.Encoding.UTF8.GetByteCount(path) > 107)
        {
            root.Report("control", "is longer than the 107 bytes that a Unix socket's path may have; write a shorter one");
        }

        return path;
    }

    private static IPEndPoint? ReadHttp(ConfigSection root)
    {
        YamlText? text = root.Text("http", "127.0.0.1:9179");
        if (text is null)
        {
            return NodeOptions.DefaultHttp;
        }

        if (text.Text == "off")
        {
            return null;
        }

        if (!HttpEndPoint.TryParse(text.Text, out IPEndPoint endPoint, out string problem))
        {
            root.Report(text, "http", problem);
        }

        return endPoint;
    }

    private static long? ReadMemoryLimit(ConfigSection root)
    {
        YamlText? text = root.Text("memoryLimit", "512MiB");
        if (text is null)
        {
            return null;
        }

        int shift = text.Text.EndsWith("GiB", StringComparison.Ordinal) ? 30 : text.Text.EndsWith("MiB", StringComparison.Ordinal) ? 20 : 0;
        if (shift == 0 || !uint.TryParse(text.Text.AsSpan(0, text.Text.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out uint number)
            || (long)number << shift < LeastMemory)
        {
            root.Report(text, "memoryLimit", $"'{text.Text}' is not a limit of memory; write 64MiB or more, as in 512MiB or 2GiB");
            return null;
        }

        return (long)number << shift;
    }

    private static LogOptions ReadLog(ConfigSection root)
    {
        ConfigSection? log = root.Section("log", "{ level: information }");
        if (log is null)
        {
            return new LogOptions();
        }

        var options = new LogOptions
        {
            Level = ReadWord(log, "level", Levels, LogLevel.Information),
            Format = ReadWord(log, "format", Formats, LogFormat.Auto),
        };
        log.Close();
        return options;
    }

    private static T ReadWord<T>(ConfigSection section, string key, Dictionary<string, T> words, T fallback)
    {
        YamlText? text = section.Text(key, words.Keys.First());
        if (text is null)
        {
            return fallback;
        }

        if (words.TryGetValue(text.Text, out T? value))
        {
            return value;
        }

        string? meant = Suggestion.For(text.Text, words.Keys);
        section.Report(text, key, meant is null
            ? $"'{text.Text}' is not one of {string.Join(", ", words.Keys)}"
            : $"'{text.Text}' is not one of {string.Join(", ", words.Keys)}; did you mean '{meant}'?");
        return fallback;
    }

    private static string ReadAbsolutePath(ConfigSection section, string key, string fallback)
    {
        YamlText? text = section.Text(key, fallback);
        if (text is not null && !text.Text.StartsWith('/'))
        {
            section.Report(text, key, $"'{text.Text}' is not a full path; begin it with '/', as in {fallback}");
        }

        return text?.Text ?? fallback;
    }

    private static NodeOptionsResult Unreadable(string file, string message) => new(null, [new ConfigProblem(file, 0, 0, "", message)]);
}
