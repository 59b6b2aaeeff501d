using System.CommandLine;
using BgpNode.Cli.Output;
using BgpNode.Control;
using BgpNode.Control.Views;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode peers [NAME]</c>: the neighbours, or one of them with all there is to know.</summary>
internal static class PeersCommand
{
    public static Command Create(CliEnvironment env)
    {
        var socket = new SocketOptions(env);
        Argument<string?> name = PeerArgument.Optional(env, socket);
        var command = new Command("peers", "Neighbours; with a name, everything about one") { name };
        socket.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            var verb = new ReadVerb(env, socket);
            return parsed.GetValue(name) is { } peer
                ? verb.RunAsync(parsed, $"/v1/peers/{Uri.EscapeDataString(peer)}", ControlJson.Readable.PeerView, ShowOne, cancel)
                : verb.RunAsync(parsed, "/v1/peers", ControlJson.Readable.IReadOnlyListPeerView, ShowAll, cancel);
        });
        return command;
    }

    private static void ShowAll(Screen screen, IReadOnlyList<PeerView> peers) => screen.Table(
        ["PEER", "ADDRESS", "AS", "STATE", "UP/DOWN", "RCVD", "ACC", "SENT", "LAST-ERROR", "DESCRIPTION"],
        peers.Select(p => new Cell[]
        {
            p.Name, Where(p), p.RemoteAs, State(p), Words.Duration(p.SinceSeconds),
            p.Families.Sum(f => f.Received), p.Families.Sum(f => f.Accepted), p.Families.Sum(f => f.Sent),
            p.LastError?.Text, p.Description,
        }));

    private static void ShowOne(Screen screen, PeerView peer)
    {
        screen.Facts(
        [
            ("peer", peer.Name),
            ("description", peer.Description),
            ("address", Where(peer)),
            ("local address", peer.LocalAddress),
            ("as", $"{peer.RemoteAs} ({peer.Type}), local {peer.LocalAs}"),
            ("our role", peer.Role),
            ("router id", peer.RouterId),
            ("state", State(peer) with { Text = $"{State(peer).Text} for {Words.Duration(peer.SinceSeconds ?? 0)}" }),
            ("waiting", peer.Waiting),
            ("came up", peer.Established == 1 ? "once" : $"{peer.Established} times"),
            ("last error", peer.LastError is { } e ? $"{Words.Instant(e.At)} {e.Direction}: {e.Text}{Code(e)}" : null),
            ("timers", peer.Timers is { } t ? Timers(t) : null),
            ("bfd", peer.Bfd is { } bfd ? Bfd(bfd) : null),
            ("graceful restart", peer.GracefulRestart),
            ("update errors", peer.UpdateErrors > 0 ? Words.Number(peer.UpdateErrors) : null),
            ("waiting to be sent", peer.OutLag > 0 ? Words.Number(peer.OutLag) : null),
        ]);

        string[] addPaths = peer.Families.Any(f => f.AddPaths is not null) ? ["ADD-PATHS"] : [];
        Section(screen, ["FAMILY", "RECEIVED", "ACCEPTED", "FILTERED", "SENT", "LIMIT", "END-OF-RIB", .. addPaths], peer.Families.Select(f => (Cell[])
        [
            f.Family, f.Received, f.Accepted, f.Filtered, f.Sent, Limit(f), f.EndOfRib ? "yes" : "no",
            .. addPaths.Select(_ => AddPaths(f)),
        ]));
        Section(screen, ["MESSAGE", "RECEIVED", "SENT"], peer.Messages.Select(m => new Cell[] { m.Type, m.Received, m.Sent }));
        Section(screen, ["CAPABILITY", "SENT", "RECEIVED"], peer.Capabilities.Select(c => new Cell[]
        {
            c.Name, c.Sent ? "yes" : "no", c.Received ? "yes" : "no",
        }));
    }

    private static Cell AddPaths(PeerFamilyView family) => family.PathsRefused is { } refused
        ? new Cell($"{family.AddPaths}, {Words.Number(refused)} refused", Tone.Warn)
        : family.AddPaths ?? "no";

    private static void Section(Screen screen, string[] headings, IEnumerable<Cell[]> rows)
    {
        Cell[][] all = [.. rows];
        if (all.Length > 0)
        {
            screen.Line();
            screen.Table(headings, all);
        }
    }

    private static string Where(PeerView peer) => (peer.Address, peer.Interface) switch
    {
        ({ } address, { } link) => $"{address}%{link}",
        (null, { } link) => $"%{link}",
        var (address, _) => address ?? "",
    };

    private static string Bfd(PeerBfdView bfd) =>
        $"{bfd.State.ToLowerInvariant()} (neighbour {bfd.RemoteState.ToLowerInvariant()})"
        + $", every {bfd.IntervalMilliseconds:0.###} ms, down after {bfd.DetectionMilliseconds:0.###} ms"
        + (bfd.Downs > 0 ? $", was down {Words.Number(bfd.Downs)} times" : "")
        + (bfd.Diagnostic is { } why ? $", last: {why}" : "")
        + (bfd.Problem is { } problem ? $"; {problem}" : "");

    private static Cell State(PeerView peer) => peer.Disabled ? new Cell($"{peer.State} (disabled)", Tone.Faint)
        : new Cell(peer.State, peer.State == "Established" ? Tone.Good : Tone.Bad);

    private static Cell Limit(PeerFamilyView family) => family.Limit is not { } limit ? new Cell("none")
        : family.LimitState is { } state ? new Cell($"{Words.Number(limit)} ({state})", Tone.Bad)
        : new Cell(Words.Number(limit));

    private static string Code(PeerErrorView error) => error.Code is { } code ? $" ({code}/{error.Subcode ?? 0})" : "";

    private static string Timers(PeerTimersView timers) =>
        $"hold {timers.HoldSeconds ?? timers.ConfiguredHoldSeconds:0} s"
        + (timers.HoldSeconds is null ? " wanted" : $" (wanted {timers.ConfiguredHoldSeconds:0} s)")
        + (timers.KeepaliveSeconds is { } keepalive ? $", keepalive {keepalive:0} s" : "")
        + (timers.HoldLeftSeconds is { } left ? $", {left:0} s left" : "");
}
