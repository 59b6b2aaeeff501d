using System.Globalization;
using BgpNode.Control.Views;

namespace BgpNode.Cli.Output;

/// <summary>Times and findings as people read them.</summary>
internal static class Words
{
    /// <summary><c>4s</c>, <c>5m12s</c>, <c>3h04m</c>, <c>3d02h</c>.</summary>
    public static string Duration(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Max(0, seconds));
        return time.TotalMinutes < 1 ? Format($"{(int)time.TotalSeconds}s")
            : time.TotalHours < 1 ? Format($"{time.Minutes}m{time.Seconds:00}s")
            : time.TotalDays < 1 ? Format($"{time.Hours}h{time.Minutes:00}m")
            : Format($"{(int)time.TotalDays}d{time.Hours:00}h");
    }

    public static string Duration(double? seconds) => seconds is { } s ? Duration(s) : "";

    /// <summary>Milliseconds below a second, seconds above.</summary>
    public static string Latency(double seconds) => seconds < 1 ? Format($"{seconds * 1000:0.#} ms") : Format($"{seconds:0.##} s");

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>As compilers write it: <c>file:line:column: error: path: message</c>.</summary>
    public static string Problem(ProblemView problem)
    {
        string place = problem.Line == 0 ? problem.Source : Format($"{problem.Source}:{problem.Line}:{problem.Column}");
        string path = problem.Path.Length == 0 ? "" : $"{problem.Path}: ";
        return $"{place}: {problem.Severity}: {path}{problem.Message}";
    }

    public static Tone ToneOf(StationOutcome outcome) => outcome switch
    {
        StationOutcome.Ok => Tone.Good,
        StationOutcome.Broken => Tone.Bad,
        StationOutcome.Waiting => Tone.Warn,
        _ => Tone.Faint,
    };

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
