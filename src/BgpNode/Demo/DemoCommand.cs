using System.CommandLine;
using System.CommandLine.Parsing;
using BgpNode.Demo.Probing;
using BgpNode.Demo.Topology;

namespace BgpNode.Demo;

/// <summary><c>bgpnode demo</c>: a rack of network namespaces on this machine, to look at and to break.</summary>
internal static class DemoCommand
{
    /// <summary>The command with its verbs, for the root command.</summary>
    public static Command Create()
    {
        Option<TorKind> tor = new("--tor")
        {
            Description = "The program that plays the top-of-rack router.",
            HelpName = "bgpnode|bird|frr",
            DefaultValueFactory = _ => TorKind.BgpNode,
            CustomParser = ReadTor,
        };
        Command up = new("up", "Make the lab: a top-of-rack router, two nodes, two workloads, in namespaces.") { tor };
        up.SetAction((parsed, stop) => DemoVerbs.UpAsync(parsed.GetValue(tor), stop));
        Command check = new("check", "Prove it: sessions, kernel routes, the router's table, packets both ways. Exit code 3 when something fails.");
        check.SetAction((_, stop) => DemoVerbs.CheckAsync(stop));
        Command move = new("move", "Move a workload to the other node under a stream of packets and print the gap.");
        move.SetAction((_, stop) => DemoVerbs.MoveAsync(stop));
        Command status = new("status", "Show what is where.");
        status.SetAction((_, stop) => DemoVerbs.StatusAsync(stop));
        Command down = new("down", "Remove exactly what was made.");
        down.SetAction((_, stop) => DemoVerbs.DownAsync(stop));
        return new Command("demo", "A lab of network namespaces on this machine.") { up, check, move, status, down, CreateProbe() };
    }

    private static TorKind ReadTor(ArgumentResult argument)
    {
        switch (argument.Tokens[0].Value)
        {
            case "bgpnode":
                return TorKind.BgpNode;
            case "bird":
                return TorKind.Bird;
            case "frr":
                return TorKind.Frr;
            default:
                argument.AddError($"the lab has no router '{argument.Tokens[0].Value}'; write --tor bgpnode, bird or frr");
                return default;
        }
    }

    private static Command CreateProbe()
    {
        Argument<string[]> addresses = new("address") { Arity = ArgumentArity.OneOrMore };
        Option<int> within = new("--within-ms") { DefaultValueFactory = _ => 3000 };
        Option<int> interval = new("--interval-ms") { DefaultValueFactory = _ => 50 };
        Option<bool> stream = new("--stream");
        Command probe = new("probe", "Ask addresses by ICMP echo.") { addresses, within, interval, stream };
        probe.Hidden = true;
        probe.SetAction((parsed, cancel) => ProbeVerb.RunAsync(
            parsed.GetRequiredValue(addresses),
            TimeSpan.FromMilliseconds(parsed.GetValue(within)),
            TimeSpan.FromMilliseconds(parsed.GetValue(interval)),
            parsed.GetValue(stream),
            cancel));
        return probe;
    }
}
