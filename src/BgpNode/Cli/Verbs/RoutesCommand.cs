using System.CommandLine;
using BgpNode.Cli.Output;
using BgpNode.Control;
using BgpNode.Control.Views;
using BgpNode.Net;
using Microsoft.AspNetCore.Http.Extensions;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode routes [PREFIX]</c>: paths of the table, or of one neighbour before or after policy.</summary>
internal static class RoutesCommand
{
    public static Command Create(CliEnvironment env)
    {
        var socket = new SocketOptions(env);
        var prefix = new Argument<string?>("prefix") { Description = "Only this prefix", HelpName = "PREFIX", Arity = ArgumentArity.ZeroOrOne };
        var peer = new Option<string?>("--peer") { Description = "Only this neighbour's", HelpName = "PEER" };
        var received = new Option<bool>("--received") { Description = "What the neighbour sent, before policy, with reasons" };
        var sent = new Option<bool>("--sent") { Description = "What the neighbour was sent" };
        var best = new Option<bool>("--best") { Description = "Only selected paths" };
        var longer = new Option<bool>("--longer") { Description = "Everything inside the prefix as well" };
        var family = new Option<string?>("--family") { Description = "Only this family" };
        family.AcceptOnlyFromAmong("ipv4", "ipv6");
        var limit = new Option<int>("--limit") { Description = "At most this many", DefaultValueFactory = _ => RouteQuery.DefaultLimit };
        var after = new Option<string?>("--after") { Description = "Go on after this page mark", HelpName = "MARK" };

        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > RouteQuery.MaxLimit)
            {
                result.AddError($"--limit goes from 1 to {RouteQuery.MaxLimit}");
            }
        });

        var command = new Command("routes", "Routes: all, of one prefix, of one neighbour")
        {
            prefix, peer, received, sent, best, longer, family, limit, after,
        };
        socket.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(prefix) is { } text && Judge(text) is { } problem)
            {
                result.AddError(problem);
            }

            if (new[] { result.GetValue(received), result.GetValue(sent), result.GetValue(best) }.Count(set => set) > 1)
            {
                result.AddError("--received, --sent and --best are three different questions; ask one");
            }
            else if ((result.GetValue(received) || result.GetValue(sent)) && result.GetValue(peer) is null)
            {
                result.AddError("--received and --sent are about a neighbour; add --peer");
            }

            if (result.GetValue(longer) && result.GetValue(prefix) is null)
            {
                result.AddError("--longer needs a prefix");
            }
        });
        command.SetAction((parsed, cancel) =>
        {
            var query = new QueryBuilder { { "limit", Words.Number(parsed.GetValue(limit)) } };
            Add(query, "prefix", parsed.GetValue(prefix));
            Add(query, "peer", parsed.GetValue(peer));
            Add(query, "family", parsed.GetValue(family));
            Add(query, "after", parsed.GetValue(after));
            Add(query, "longer", parsed.GetValue(longer) ? "true" : null);
            Add(query, "set", parsed.GetValue(received) ? "received" : parsed.GetValue(sent) ? "sent" : parsed.GetValue(best) ? "best" : null);
            return new ReadVerb(env, socket).RunAsync(
                parsed, $"/v1/routes{query}", ControlJson.Readable.RoutePageView, Show, page => Finish(env, page, parsed.GetValue(prefix)), cancel);
        });
        return command;
    }

    private static void Show(Screen screen, RoutePageView page)
    {
        bool pathIds = page.Routes.Any(r => r.PathId is not null);
        string[] id = pathIds ? ["ID"] : [];
        screen.Table(["", "PREFIX", .. id, "NEXT-HOP", "PEER", "PREF", "MED", "AS-PATH", "AGE", "REASON"], page.Routes.Select(r => Row(r, pathIds)));
    }

    private static Cell[] Row(RouteView route, bool withPathId)
    {
        Cell[] id = withPathId ? [route.PathId is { } pathId ? pathId : ""] : [];
        return
        [
            new(route.Best ? ">" : route.Stale ? "s" : "", Tone.Good), route.Prefix, .. id, route.NextHop, route.Peer,
            route.LocalPref is { } preference ? preference : "", route.Med is { } med ? med : "",
            route.AsPath.Length == 0 ? Origin(route) : $"{route.AsPath} {Origin(route)}", Words.Duration(route.AgeSeconds),
            route.Stale && route.Best ? $"stale; {route.Reason}" : route.Reason,
        ];
    }

    /// <summary>As every router prints it: i, e or ? behind the path.</summary>
    private static string Origin(RouteView route) => route.Origin switch { "igp" => "i", "egp" => "e", _ => "?" };

    private static int Finish(CliEnvironment env, RoutePageView page, string? prefix)
    {
        if (page.Next is not null)
        {
            env.Error.WriteLine($"there is more: --limit shows up to {RouteQuery.MaxLimit}, --after {Plain.Text(page.Next)} goes on");
        }

        if (page.Routes.Count == 0 && prefix is not null)
        {
            env.Error.WriteLine($"bgpnode: no route to {prefix}");
            return ExitCode.NotFound;
        }

        return ExitCode.Ok;
    }

    private static string? Judge(string text) =>
        Prefix.TryParse(text, out _, out string? problem) ? null
        : Address.TryParse(text, out Address address) ? $"{text} is an address; write {Prefix.Host(address)}, or ask 'bgpnode explain {text}'"
        : problem ?? $"'{text}' is not a prefix";

    private static void Add(QueryBuilder query, string key, string? value)
    {
        if (value is not null)
        {
            query.Add(key, value);
        }
    }
}
