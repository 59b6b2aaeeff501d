using System.CommandLine;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode delete KIND NAME [-n NS]</c>.</summary>
internal static class DeleteCommand
{
    public static Command Create(CliEnvironment env)
    {
        var socket = new SocketOptions(env);
        Argument<string> kind = KindArgument.Create();
        Argument<string> name = new Argument<string>("name") { Description = "Which one", HelpName = "NAME" }.NoOption();
        var space = new Option<string?>("--namespace", "-n") { Description = "Its namespace (default: default)", HelpName = "NS" };
        var command = new Command("delete", "Delete a resource") { kind, name, space };
        socket.AddTo(command, output: false);
        command.SetAction((parsed, cancel) => CommandVerb.RunAsync(
            env, socket, parsed, HttpMethod.Delete,
            KindArgument.PathOf(KindArgument.Of(parsed.GetValue(kind)!), parsed.GetValue(space), parsed.GetValue(name)!), cancel));
        return command;
    }
}
