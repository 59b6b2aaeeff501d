using System.Xml.Linq;
using BgpNode.Conformance.Lab.Speakers;

namespace BgpNode.Conformance.Interop;

/// <summary>Feature by implementation, from the report of a test run: what held, what the implementation lacks, what nobody tests.</summary>
internal static class Matrix
{
    private static readonly SpeakerKind[] Kinds = Enum.GetValues<SpeakerKind>();

    /// <summary>The table and its notes, from a report in xunit's XML.</summary>
    public static string Of(XDocument report)
    {
        Result[] results = [.. report.Descendants("test").Select(Result.Read)];
        List<string> notes = [];
        var text = new System.Text.StringBuilder();
        int width = Feature.All.Max(feature => feature.Name.Length) + 2;
        text.Append("".PadRight(width)).AppendLine(string.Concat(Kinds.Select(kind => NameOf(kind).PadRight(10))));
        foreach (Feature feature in Feature.All)
        {
            text.Append(feature.Name.PadRight(width)).AppendLine(string.Concat(Kinds.Select(kind => Cell(feature, kind, results, notes).PadRight(10))));
        }

        foreach ((int index, string note) in notes.Index())
        {
            text.AppendLine($"({index + 1}) {note}");
        }

        return text.ToString();
    }

    private static string Cell(Feature feature, SpeakerKind kind, Result[] results, List<string> notes)
    {
        Result[] mine = [.. results.Where(result => result.IsOf(feature) && result.IsOf(kind))];
        string? reason = mine.All(result => result.Skipped is not null) ? mine.FirstOrDefault()?.Skipped ?? Shortcomings.Of(kind, feature.Name) : null;
        return mine.Any(result => result.Failed) ? "FAILED"
            : reason is not null ? $"no ({Number(reason, notes)})"
            : mine.Length == 0 ? "gap"
            : "ok";
    }

    private static int Number(string note, List<string> notes)
    {
        if (!notes.Contains(note))
        {
            notes.Add(note);
        }

        return notes.IndexOf(note) + 1;
    }

    private static string NameOf(SpeakerKind kind) => kind switch
    {
        SpeakerKind.Bird => "BIRD",
        SpeakerKind.Frr => "FRR",
        SpeakerKind.GoBgp => "GoBGP",
        SpeakerKind.OpenBgpd => "OpenBGPD",
        _ => "ExaBGP",
    };

    private sealed record Result(string Name, ILookup<string, string> Traits, bool Failed, string? Skipped)
    {
        public static Result Read(XElement test) => new(
            test.Attribute("name")!.Value,
            test.Descendants("trait").ToLookup(trait => trait.Attribute("name")!.Value, trait => trait.Attribute("value")!.Value),
            test.Attribute("result")!.Value == "Fail",
            test.Attribute("result")!.Value is "Skip" or "NotRun" ? test.Element("reason")?.Value.Trim() ?? "not run" : null);

        public bool IsOf(Feature feature) =>
            Traits["Interop"].Contains(feature.Name) || Traits["RFC"].Any(rule => feature.Rfcs.Any(rfc => rule.StartsWith($"{rfc} ", StringComparison.Ordinal)));

        public bool IsOf(SpeakerKind kind) => Name.Contains(kind.ToString(), StringComparison.OrdinalIgnoreCase);
    }
}
