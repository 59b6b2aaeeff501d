using System.Text.Json.Serialization.Metadata;
using BgpNode.Cli;
using BgpNode.Control;
using BgpNode.Control.Views;
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

    public async Task<IReadOnlyList<SessionView>> SessionsAsync(LabRouter router, CancellationToken cancel)
    {
        IReadOnlyList<PeerView>? peers = await AskAsync(router, "/v1/peers", ControlJson.Readable.IReadOnlyListPeerView, cancel);
        return [.. peers?.Select(peer => new SessionView(peer.Address ?? peer.Name, peer.State)) ?? []];
    }

    public async Task<IReadOnlySet<string>> PrefixesAsync(LabRouter router, CancellationToken cancel)
    {
        RoutePageView? page = await AskAsync(router, "/v1/routes", ControlJson.Readable.RoutePageView, cancel);
        return (page?.Routes.Select(route => route.Prefix) ?? []).ToHashSet();
    }

    private static async Task<T?> AskAsync<T>(LabRouter router, string path, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        using var client = new ControlClient(LabFiles.Socket(router));
        try
        {
            return (await client.GetAsync(path, type, cancel)).View;
        }
        catch (CliException)
        {
            return null;
        }
    }
}
