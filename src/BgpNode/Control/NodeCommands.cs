using System.Text.Json.Nodes;
using BgpNode.Control.Views;
using BgpNode.Datastore;
using BgpNode.Datastore.Documents;
using BgpNode.Datastore.Resources;
using BgpNode.Reconciler.Intent;
using BgpNode.Speaker;

namespace BgpNode.Control;

/// <summary>Carries out what the control API is told.</summary>
internal sealed class NodeCommands(IDatastore store, SpeakerService speaker, IntentLoop intent) : INodeCommands
{
    public async Task<ApplyView> ApplyAsync(string text, CancellationToken cancel)
    {
        DocumentSet set = YamlDocuments.Read(text, "apply");
        List<Problem> problems = [.. set.Problems];
        List<JsonObject> documents = [];
        foreach (DocumentNode node in set.Flatten())
        {
            // Everything is judged before anything is written: one wrong document keeps all of them out.
            Judgement judgement = ResourceReader.Read(node, "apply", UnknownFields.Refused);
            problems.AddRange(judgement.Problems);
            if (node.ToJson() is JsonObject document)
            {
                documents.Add(document);
            }
        }

        if (problems.Any(problem => problem.Severity == Severity.Error) || documents.Count == 0)
        {
            return new ApplyView { Applied = false, Problems = [.. problems.Select(ViewOf)] };
        }

        List<ApplyOutcomeView> outcomes = [];
        foreach (JsonObject document in documents)
        {
            ApplyResult result = await store.ApplyAsync(document, cancel);
            if (!result.Succeeded || result.Key is not { } key)
            {
                problems.AddRange(result.Problems.Count > 0 ? result.Problems : [new Problem("apply", 0, 0, "", result.Message) { Resource = result.Key }]);
                return new ApplyView { Applied = false, Resources = outcomes, Problems = [.. problems.Select(ViewOf)] };
            }

            outcomes.Add(new ApplyOutcomeView
            {
                Kind = key.Kind.ToString(),
                Namespace = key.Namespace.Length > 0 ? key.Namespace : null,
                Name = key.Name,
                Action = result.Outcome == ApplyOutcome.Updated ? "changed" : result.Outcome.ToString().ToLowerInvariant(),
            });
        }

        return new ApplyView { Applied = true, Resources = outcomes, Problems = [.. problems.Select(ViewOf)] };
    }

    public async Task<CommandResult> DeleteAsync(string kind, string? namespaceName, string name, CancellationToken cancel)
    {
        var key = new ResourceKey(Enum.Parse<Datastore.Resources.ResourceKind>(kind), namespaceName ?? "", name);
        ApplyResult result = await store.DeleteAsync(key, cancel);
        return result.Outcome switch
        {
            ApplyOutcome.Deleted => CommandResult.Done(result.Message),
            ApplyOutcome.NotFound => CommandResult.NotFound(result.Message),
            ApplyOutcome.Unavailable => CommandResult.Unavailable(result.Message),
            _ => CommandResult.Refused(result.Message),
        };
    }

    public async Task<CommandResult> DrainAsync(TimeSpan wait, string? reason, CancellationToken cancel) =>
        await speaker.DrainAsync(wait, reason, cancel) is { } ended
            ? CommandResult.Done($"drained: {ended} sessions were ended and stay down until 'bgpnode drain --end' or a restart")
            : CommandResult.Refused("the drain was called off meanwhile; sessions stay");

    public async Task<CommandResult> EndDrainAsync(CancellationToken cancel) => await speaker.ReturnAsync()
        ? CommandResult.Done("back in service; sessions start again")
        : CommandResult.Refused("the node is in service");

    public async Task<CommandResult> ReleaseAsync(CancellationToken cancel) => await intent.ReleaseAsync(cancel) switch
    {
        0 => CommandResult.Refused("nothing is held", "bgpnode status shows what the store and the node disagree about"),
        int count => CommandResult.Done($"{count} resources that the store no longer has are gone from this node"),
    };

    public async Task<CommandResult> ResetPeerAsync(string name, string? reason, CancellationToken cancel) =>
        await speaker.ResetPeerAsync(name, reason)
            ? CommandResult.Done($"peer {name} is reset; its session starts again")
            : CommandResult.NotFound($"there is no peer {name}", "bgpnode peers lists them");

    public async Task<CommandResult> RefreshPeerAsync(string name, RefreshDirection direction, CancellationToken cancel) =>
        await speaker.RefreshPeerAsync(name, inbound: direction != RefreshDirection.Out, outbound: direction != RefreshDirection.In) switch
        {
            null => CommandResult.NotFound($"there is no peer {name}", "bgpnode peers lists them"),
            "" => CommandResult.Done($"peer {name} is refreshed"),
            { } problem => CommandResult.Refused(problem),
        };

    private static ProblemView ViewOf(Problem problem) => new()
    {
        Source = problem.Source,
        Line = problem.Line,
        Column = problem.Column,
        Path = problem.Path,
        Message = problem.Message,
        Severity = problem.Severity == Severity.Error ? "error" : "warning",
        Resource = problem.Resource?.ToString(),
    };
}
