using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BgpNode.Options;

/// <summary>
/// Composes one YAML document from the parser's events. The library's own representation model stops at the first duplicate
/// key and follows aliases; here duplicates are kept for the reader to report, and aliases (which can make a small file huge)
/// are a finding.
/// </summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 32;

    private readonly string _source;
    private readonly List<ConfigProblem> _problems;
    private readonly Parser _parser;

    private YamlReader(string source, TextReader text, List<ConfigProblem> problems)
    {
        _source = source;
        _problems = problems;
        _parser = new Parser(text);
    }

    /// <summary>Reads the first document; null when there is none or the text is not YAML (then a finding says where).</summary>
    public static YamlValue? Read(string source, TextReader text, List<ConfigProblem> problems)
    {
        var reader = new YamlReader(source, text, problems);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException e)
        {
            problems.Add(new ConfigProblem(source, (int)e.Start.Line, (int)e.Start.Column, "", $"this is not YAML: {Reason(e)}"));
            return null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // The parser's way with some texts that it has no words for; where it was is the best place known.
            Mark at = reader._parser.Current?.End ?? Mark.Empty;
            problems.Add(new ConfigProblem(source, (int)at.Line, (int)at.Column, "", "this is not YAML: what follows here makes no sense; look for a missing ], } or quote"));
            return null;
        }
    }

    private YamlValue? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        YamlValue document = ReadValue(depth: 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out DocumentStart? second))
        {
            Report(second.Start, "a second document begins here; this file holds one");
        }

        return document;
    }

    private YamlValue ReadValue(int depth)
    {
        if (depth > MaxDepth)
        {
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"more than {MaxDepth} levels deep");
        }

        if (_parser.TryConsume<Scalar>(out Scalar? scalar))
        {
            return new YamlText((int)scalar.Start.Line, (int)scalar.Start.Column, scalar.Value, scalar.Style == ScalarStyle.Plain);
        }

        if (_parser.TryConsume<SequenceStart>(out SequenceStart? list))
        {
            var items = new List<YamlValue>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadValue(depth + 1));
            }

            return new YamlList((int)list.Start.Line, (int)list.Start.Column, items);
        }

        if (_parser.TryConsume<MappingStart>(out MappingStart? map))
        {
            var entries = new List<YamlEntry>();
            while (!_parser.TryConsume<MappingEnd>(out _))
            {
                YamlValue key = ReadValue(depth + 1);
                YamlValue value = ReadValue(depth + 1);
                if (key is YamlText { Text: var name })
                {
                    entries.Add(new YamlEntry(key.Line, key.Column, name, value));
                }
                else
                {
                    _problems.Add(new ConfigProblem(_source, key.Line, key.Column, "", $"a key is a word, not {key.Shape}"));
                }
            }

            return new YamlMap((int)map.Start.Line, (int)map.Start.Column, entries);
        }

        var alias = _parser.Consume<AnchorAlias>();
        Report(alias.Start, $"*{alias.Value} is an alias; write the value out");
        return new YamlText((int)alias.Start.Line, (int)alias.Start.Column, "", IsPlain: true);
    }

    private void Report(Mark at, string message) => _problems.Add(new ConfigProblem(_source, (int)at.Line, (int)at.Column, "", message));

    private static string Reason(YamlException e)
    {
        // The library's messages name the place again in front of some errors; the finding carries it already.
        int end = e.Message.IndexOf("): ", StringComparison.Ordinal);
        string reason = e.Message.StartsWith('(') && end > 0 ? e.Message[(end + 3)..] : e.Message;
        return reason.TrimEnd('.');
    }
}
