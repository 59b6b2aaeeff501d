using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace BgpNode.Conformance.Rfc.Tables;

/// <summary>
/// What an RFC asks, and which tests hold it: <c>conformance/rfc/requirements/NUMBER.txt</c> laid against the tests' traits,
/// written as <c>conformance/rfc/NUMBER.md</c>.
/// </summary>
internal sealed class RfcTable
{
    private readonly string _title;
    private readonly IReadOnlyList<Requirement> _requirements;

    private RfcTable(int number, IReadOnlyList<string> lines)
    {
        Number = number;
        _title = lines[0];
        _requirements = [.. lines.Skip(1).Where(line => line.Length > 0).Select(Requirement.Parse)];
    }

    public int Number { get; }

    /// <summary>The table as it stands in the repository.</summary>
    public string File => Path.Combine(Folder, $"{Number}.md");

    private static string Folder { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "rfc"));

    public static IReadOnlyList<RfcTable> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Folder, "requirements"), "*.txt")
            .Select(file => new RfcTable(int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture), System.IO.File.ReadAllLines(file)))
            .OrderBy(table => table.Number),
    ];

    /// <summary>Requirements that neither a test holds nor a gap explains.</summary>
    public IEnumerable<string> Unexplained() =>
        _requirements.Where(r => r.Gap is null && !TestsOf(r).Any()).Select(r => $"RFC {Number} §{r.Section}, {r.Text}");

    public string Markdown()
    {
        var text = new StringBuilder($"""
            # RFC {Number}: {_title}

            Made from `requirements/{Number}.txt` and the tests' traits; [how](../README.md#rules-of-the-rfcs).

            | section | requirement | test | gap |
            |---|---|---|---|

            """);
        foreach (Requirement requirement in _requirements)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {requirement.Section} | {requirement.Text} | {Cell(TestsOf(requirement))} | {requirement.Gap} |");
        }

        foreach (IGrouping<string, RfcTest> other in Others())
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {other.Key} | further tests of this section | {Cell(other)} | |");
        }

        return text.Replace("\r", "").ToString();
    }

    // Of sections that no requirement speaks of, and of words that no requirement has.
    private IEnumerable<IGrouping<string, RfcTest>> Others()
    {
        var shown = _requirements.SelectMany(TestsOf).ToHashSet();
        return RfcTests.All.Where(test => test.Rule.StartsWith($"{Number} §", StringComparison.Ordinal) && !shown.Contains(test))
            .GroupBy(test => test.Rule.Split('§')[1]).OrderBy(group => group.Key, StringComparer.Ordinal);
    }

    private IEnumerable<RfcTest> TestsOf(Requirement requirement) =>
        RfcTests.All.Where(test => test.Rule == $"{Number} §{requirement.Section}" && requirement.IsHeldBy(test));

    private static string Cell(IEnumerable<RfcTest> tests) =>
        string.Join("<br>", tests.Select(test => test.Shown).Distinct().Order(StringComparer.Ordinal));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
