using System.Text.Json;
using System.Text.Json.Nodes;
using BgpNode.Demo.Tools;
using BgpNode.Demo.Topology;

namespace BgpNode.Demo.Routers;

/// <summary>This program.</summary>
internal sealed class BgpNodeSoftware : IRouterSoftware
{
    public string Name => "bgpnode";

    public string? Missing() => null;

    public async Task<IReadOnlyList<IReadOnlyList<string>>> PrepareAsync(LabRouter router, LabState state, CancellationToken cancel)
    {
        string folder = LabFiles.Folder(router);
        string intent = router == LabPlan.Tor ? Path.Combine(folder, "intent") : LabFiles.Intent;
        if (router == LabPlan.Tor)
        {
            Directory.CreateDirectory(intent);
            await File.WriteAllTextAsync(Path.Combine(intent, "tor.yaml"), LabIntent.Tor(state.IPv6), cancel);
        }

        string config = Path.Combine(folder, "bgpnode.yaml");
        await File.WriteAllTextAsync(config, $"""
            node: {router.Name}
            datastore:
              directory: {intent}
            control: {LabFiles.Socket(router)}
            http: 127.0.0.1:9179
            stateDirectory: {Path.Combine(folder, "state")}

            """, cancel);
        return [[.. Self.Command, "run", "--config", config]];
    }

    public async Task<IReadOnlyList<SessionView>> SessionsAsync(LabRouter router, CancellationToken cancel) =>
        [.. Objects(await AskAsync(router, "peers", cancel))
            .Where(o => o.ContainsKey("address") && o.ContainsKey("state"))
            .Select(o => new SessionView(o["address"]!.ToString(), o["state"]!.ToString()))];

    public async Task<IReadOnlySet<string>> PrefixesAsync(LabRouter router, CancellationToken cancel) =>
        Objects(await AskAsync(router, "routes", cancel)).Select(o => o["prefix"]?.ToString()).OfType<string>().ToHashSet();

    private static async Task<JsonNode?> AskAsync(LabRouter router, string verb, CancellationToken cancel)
    {
        ToolResult result = await Tool.RunAsync([.. Self.Command, verb, "--output", "json", "--socket", LabFiles.Socket(router)], cancel);
        try
        {
            return result.Succeeded ? JsonNode.Parse(result.Output) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The rows of an answer, whether it is a list or an object that holds lists.
    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonArray array => array.OfType<JsonObject>(),
        JsonObject envelope => envelope.Select(member => member.Value).OfType<JsonArray>().SelectMany(rows => rows.OfType<JsonObject>()),
        _ => [],
    };
}
