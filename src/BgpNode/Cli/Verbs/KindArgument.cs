using System.CommandLine;
using BgpNode.Control;

namespace BgpNode.Cli.Verbs;

/// <summary>A kind of resource on the command line.</summary>
internal static class KindArgument
{
    public static Argument<string> Create()
    {
        var kind = new Argument<string>("kind") { Description = "BGPPeer, bgppeers, ...", HelpName = "KIND" };
        kind.CompletionSources.Add([.. ResourceKinds.All.Select(k => k.Name)]);
        kind.Validators.Add(result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (!ResourceKinds.TryResolve(text, out _))
            {
                string? meant = Options.Suggestion.For(text, ResourceKinds.All.SelectMany(k => new[] { k.Name, k.Plural }));
                result.AddError($"there is no kind '{text}'" + (meant is null
                    ? $"; known are {string.Join(", ", ResourceKinds.All.Select(k => k.Name))}"
                    : $"; did you mean '{meant}'?"));
            }
        });
        return kind;
    }

    /// <summary>The kind that a judged word means.</summary>
    public static ResourceKind Of(string text) =>
        ResourceKinds.TryResolve(text, out ResourceKind? kind) ? kind : throw new CliException(ExitCode.Usage, $"there is no kind '{text}'");

    /// <summary>The path of one resource; kinds with namespaces get <c>default</c> when none is named.</summary>
    public static string PathOf(ResourceKind kind, string? space, string name)
    {
        if (!kind.Namespaced && space is not null)
        {
            throw new CliException(ExitCode.Usage, $"a {kind.Name} has no namespace", "leave -n out");
        }

        return kind.Namespaced
            ? $"/v1/resources/{kind.Plural}/{Uri.EscapeDataString(space ?? "default")}/{Uri.EscapeDataString(name)}"
            : $"/v1/resources/{kind.Plural}/{Uri.EscapeDataString(name)}";
    }
}
