using System.CommandLine;
using BgpNode.Cli.Output;
using BgpNode.Control;
using BgpNode.Control.Views;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode get KIND [NAME] [-n NS]</c>: resources of the store.</summary>
internal static class GetCommand
{
    public static Command Create(CliEnvironment env)
    {
        var socket = new SocketOptions(env);
        Argument<string> kind = KindArgument.Create();
        Argument<string?> name = new Argument<string?>("name") { Description = "Only this one", HelpName = "NAME", Arity = ArgumentArity.ZeroOrOne }.NoOption();
        var space = new Option<string?>("--namespace", "-n") { Description = "Only this namespace", HelpName = "NS" };
        var command = new Command("get", "Resources of the store; as JSON, whole documents") { kind, name, space };
        socket.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            var verb = new ReadVerb(env, socket);
            ResourceKind known = KindArgument.Of(parsed.GetValue(kind)!);
            string? wanted = parsed.GetValue(space);
            return parsed.GetValue(name) is { } one
                ? verb.RunAsync(parsed, KindArgument.PathOf(known, wanted, one), ControlJson.Readable.ResourceView, (s, r) => Show(s, [r]), cancel)
                : verb.RunAsync(
                    parsed, $"/v1/resources/{known.Plural}{(wanted is null ? "" : $"?namespace={Uri.EscapeDataString(wanted)}")}",
                    ControlJson.Readable.IReadOnlyListResourceView, Show, cancel);
        });
        return command;
    }

    private static void Show(Screen screen, IReadOnlyList<ResourceView> resources)
    {
        if (resources.Any(r => r.Namespace is not null))
        {
            screen.Table(["NAMESPACE", "NAME", "REVISION", "SOURCE"], resources.Select(r => new Cell[] { r.Namespace, r.Name, r.Revision, r.Source }));
        }
        else
        {
            screen.Table(["NAME", "REVISION", "SOURCE"], resources.Select(r => new Cell[] { r.Name, r.Revision, r.Source }));
        }
    }
}
