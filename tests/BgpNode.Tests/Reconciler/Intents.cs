using BgpNode.Datastore;
using BgpNode.Reconciler.Desired;
using BgpNode.Reconciler.Intent;
using BgpNode.Speaker.Peers;
using BgpNode.TestKit.Datastore;

namespace BgpNode.Tests.Reconciler;

/// <summary>Intent as users write it, in YAML, and what follows from it.</summary>
internal static class Intents
{
    public static string Config(string spec, string name = "default") => Document("BGPConfiguration", name, spec);

    /// <summary>A node; its labels are written as <c>rack: a</c>.</summary>
    public static string Node(string name, string bgp, string labels = "") =>
        $"apiVersion: projectcalico.org/v3\nkind: Node\nmetadata: {{ name: {name}, labels: {{ {labels} }} }}\nspec: {{ bgp: {{ {bgp} }} }}\n";

    public static string Peer(string name, string spec) => Document("BGPPeer", name, spec);

    public static string Filter(string name, string spec) => Document("BGPFilter", name, spec);

    public static string Pool(string name, string spec) => Document("IPPool", name, spec);

    public static string Announcement(string name, string spec) =>
        $"apiVersion: bgpnode.io/v1\nkind: Announcement\nmetadata: {{ name: {name} }}\nspec: {spec}\n";

    /// <summary>A workload of a container: its one link is <c>eth0</c> inside, <c>cali</c> and the container's name outside.</summary>
    public static string Endpoint(string node, string container, string addresses) => $$"""
        apiVersion: projectcalico.org/v3
        kind: WorkloadEndpoint
        metadata: { name: {{node}}-cni-{{container}}-eth0, namespace: default }
        spec: { node: {{node}}, orchestrator: cni, containerID: {{container}}, endpoint: eth0, interfaceName: cali{{container}}, ipNetworks: [{{addresses}}] }

        """;

    public static IReadOnlyList<StoredResource> Read(params string[] documents)
    {
        var store = new MemoryDatastore();
        store.Put(string.Join("---\n", documents));
        return store.All;
    }

    public static IntentSnapshot Of(params string[] documents) =>
        documents.Length == 0 ? IntentSnapshot.Empty : IntentSnapshot.Empty.WithAll(Read(documents));

    /// <summary>The neighbours of node n1, whose only password file is <c>/good</c>.</summary>
    public static PeerPlan Plan(params string[] documents) => PlanOf("n1", documents);

    public static PeerPlan PlanOf(string node, params string[] documents) =>
        PeerPlanner.Plan(Of(documents), node, new HostFacts(null), ReadPassword);

    /// <summary>The only neighbour.</summary>
    public static PeerConfig OnlyPeer(params string[] documents) => Plan(documents).Peers.Single();

    private static string Document(string kind, string name, string spec) =>
        $"apiVersion: projectcalico.org/v3\nkind: {kind}\nmetadata: {{ name: {name} }}\nspec: {spec}\n";

    private static PeerPassword? ReadPassword(string path, out string? problem)
    {
        problem = path == "/good" ? null : $"{path} cannot be read";
        return problem is null && PeerPassword.TryCreate("secret", out PeerPassword? password) ? password : null;
    }
}
