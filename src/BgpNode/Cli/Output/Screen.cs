using Spectre.Console;
using Spectre.Console.Rendering;

namespace BgpNode.Cli.Output;

/// <summary>Writes tables to standard output: coloured on a terminal, and never wrapped anywhere else.</summary>
internal sealed class Screen(CliEnvironment env)
{
    /// <summary>The library wraps at 80 columns when its output is no terminal.</summary>
    private const int Unwrapped = 100_000;

    public void Line(string text = "") => env.Out.WriteLine(Plain.Text(text));

    /// <summary>Rows under headings; with no headings, rows alone.</summary>
    public void Table(IReadOnlyList<string> headings, IEnumerable<Cell[]> rows)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = headings.Any(h => h.Length > 0) };
        foreach (string heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))) { NoWrap = env.Width is null, Padding = new Padding(0, 0, 2, 0) });
        }

        foreach (Cell[] row in rows)
        {
            table.AddRow(row.Select(c => (IRenderable)new Text(Plain.Text(c.Text), StyleOf(c.Tone))));
        }

        Write(table);
    }

    /// <summary>Names and values, one a line; values that are absent are left out.</summary>
    public void Facts(IEnumerable<(string Name, Cell? Value)> facts) =>
        Table(["", ""], facts.Where(f => f.Value is { Text.Length: > 0 }).Select(f => new Cell[] { f.Name, f.Value!.Value }));

    private void Write(Table table)
    {
        using var buffer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(buffer),
            Ansi = env.Color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = env.Color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = env.Width ?? Unwrapped;
        console.Write(table);

        // The library pads every cell to its column; nobody wants blanks at the ends of lines in a file.
        foreach (string line in buffer.ToString().TrimEnd('\n').Split('\n'))
        {
            env.Out.WriteLine(line.TrimEnd());
        }
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(foreground: Color.Green),
        Tone.Warn => new Style(foreground: Color.Yellow),
        Tone.Bad => new Style(foreground: Color.Red),
        Tone.Faint => new Style(decoration: Decoration.Dim),
        _ => Style.Plain,
    };
}
