using System.CommandLine;
using BgpNode.Cli.Output;
using BgpNode.Control;
using BgpNode.Control.Views;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode explain ADDRESS|PREFIX</c>: one line a station, the first broken one marked.</summary>
internal static class ExplainCommand
{
    public static Command Create(CliEnvironment env)
    {
        var socket = new SocketOptions(env);
        var target = new Argument<string>("target") { Description = "An address, or a prefix exactly", HelpName = "ADDRESS|PREFIX" };
        target.Validators.Add(result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (!ExplainTarget.TryParse(text, out _, out string? problem))
            {
                result.AddError(problem);
            }
        });
        var command = new Command("explain", "Why is this route here, or not here?") { target };
        socket.AddTo(command);
        command.SetAction((parsed, cancel) => new ReadVerb(env, socket).RunAsync(
            parsed, $"/v1/explain?target={Uri.EscapeDataString(parsed.GetValue(target)!)}", ControlJson.Readable.ExplainView, Show,
            view => Judge(env, view), cancel));
        return command;
    }

    private static void Show(Screen screen, ExplainView view)
    {
        if (view.Verdict == ExplainVerdict.Unknown)
        {
            return;
        }

        screen.Line(view.Prefix is null || view.Prefix == view.Target ? view.Target : $"{view.Target}: {view.Prefix} answers");
        StationView? first = view.Stations.FirstOrDefault(s => s.Outcome == StationOutcome.Broken)
            ?? view.Stations.FirstOrDefault(s => s.Outcome == StationOutcome.Waiting);
        screen.Table(["", "", "", ""], view.Stations.Select(s =>
        {
            Tone tone = Words.ToneOf(s.Outcome);
            return new Cell[]
            {
                new(ReferenceEquals(s, first) ? ">" : "", tone),
                s.Subject is null ? s.Station : $"{s.Station} {s.Subject}",
                new(s.Outcome.ToString().ToLowerInvariant(), tone),
                s.At is { } at ? $"{s.Text} ({Words.Instant(at)})" : s.Text,
            };
        }));
    }

    private static int Judge(CliEnvironment env, ExplainView view)
    {
        switch (view.Verdict)
        {
            case ExplainVerdict.Ok:
                return ExitCode.Ok;
            case ExplainVerdict.Broken:
                return ExitCode.CheckFailed;
            default:
                env.Error.WriteLine($"bgpnode: nothing is known about {view.Target}: no intent names it, and no neighbour sent a route that covers it");
                return ExitCode.NotFound;
        }
    }
}
