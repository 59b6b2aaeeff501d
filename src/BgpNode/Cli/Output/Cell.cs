using System.Globalization;

namespace BgpNode.Cli.Output;

/// <summary>One cell of a table.</summary>
internal readonly record struct Cell(string Text, Tone Tone = Tone.Normal)
{
    public static implicit operator Cell(string? text) => new(text ?? "");

    public static implicit operator Cell(long number) => new(number.ToString(CultureInfo.InvariantCulture));
}
