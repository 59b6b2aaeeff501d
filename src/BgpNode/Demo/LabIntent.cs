using System.Text;
using BgpNode.Demo.Topology;
using BgpNode.Net;

namespace BgpNode.Demo;

/// <summary>The lab's intent as the YAML that a person would write.</summary>
internal static class LabIntent
{
    private const string Calico = "apiVersion: projectcalico.org/v3";

    /// <summary>The top-of-rack router: passes everything on, which an eBGP speaker does only when a filter says so.</summary>
    public static string Tor(bool ipv6)
    {
        var text = new StringBuilder($$"""
            {{Calico}}
            kind: BGPConfiguration
            metadata: { name: default }
            spec: { asNumber: {{LabPlan.Tor.As}}, nodeToNodeMeshEnabled: false }
            ---
            {{Calico}}
            kind: BGPFilter
            metadata: { name: export-all }
            spec:
              exportV4: [{ action: Accept }]
              exportV6: [{ action: Accept }]

            """);
        AppendNode(text, LabPlan.Tor, LabPlan.Links[0].Tor, ipv6);
        foreach (LabLink link in LabPlan.Links)
        {
            foreach (Family family in Families(ipv6))
            {
                AppendPeer(text, LabPlan.Tor, link.Node, link.Far.Of(family), "filters: [export-all], ");
            }
        }

        return text.ToString();
    }

    /// <summary>What both nodes share: the AS numbers, the sessions to the rack's router, the pool.</summary>
    public static string Nodes(bool ipv6)
    {
        var text = new StringBuilder($$"""
            {{Calico}}
            kind: BGPConfiguration
            metadata: { name: default }
            spec: { nodeToNodeMeshEnabled: false }
            ---
            {{Calico}}
            kind: IPPool
            metadata: { name: workloads }
            spec: { cidr: 10.65.0.0/16 }

            """);
        if (ipv6)
        {
            text.Append($$"""
                ---
                {{Calico}}
                kind: IPPool
                metadata: { name: workloads-v6 }
                spec: { cidr: "fd00:10:65::/64" }

                """);
        }

        foreach (LabLink link in LabPlan.Links)
        {
            AppendNode(text, link.Node, link.Far, ipv6);
            foreach (Family family in Families(ipv6))
            {
                AppendPeer(text, link.Node, LabPlan.Tor, link.Tor.Of(family), "");
            }
        }

        return text.ToString();
    }

    /// <summary>A workload and the node that it is on.</summary>
    public static string Endpoint(LabWorkload workload, LabRouter node, bool ipv6)
    {
        string networks = string.Join(", ", Families(ipv6).Select(f => $"\"{Prefix.Host(workload.Of(f))}\""));
        return $$"""
            {{Calico}}
            kind: WorkloadEndpoint
            metadata: { name: {{node.Name}}-cni-{{workload.Name}}-eth0, namespace: default }
            spec:
              node: {{node.Name}}
              orchestrator: cni
              endpoint: eth0
              containerID: {{workload.Name}}
              interfaceName: {{workload.HostInterface}}
              ipNetworks: [{{networks}}]

            """;
    }

    /// <summary>Puts a workload's document in place in one step, so that a move is one change and not two.</summary>
    public static async Task WriteEndpointAsync(LabWorkload workload, LabRouter node, bool ipv6, CancellationToken cancel)
    {
        string file = Path.Combine(LabFiles.Intent, $"workload-{workload.Name}.yaml");
        // Beside the watched folder, hence on the same file system and never read half written.
        string next = Path.Combine(LabFiles.Root, $"workload-{workload.Name}.next");
        await File.WriteAllTextAsync(next, Endpoint(workload, node, ipv6), cancel);
        File.Move(next, file, overwrite: true);
    }

    public static IEnumerable<Family> Families(bool ipv6) => ipv6 ? [Family.IPv4, Family.IPv6] : [Family.IPv4];

    private static void AppendNode(StringBuilder text, LabRouter router, LinkEnd end, bool ipv6)
    {
        string second = ipv6 ? $", ipv6Address: \"{end.IPv6}/{LinkEnd.IPv6Length}\"" : "";
        text.Append($$"""
            ---
            {{Calico}}
            kind: Node
            metadata: { name: {{router.Name}} }
            spec: { bgp: { asNumber: {{router.As}}, ipv4Address: {{end.IPv4}}/{{LinkEnd.IPv4Length}}{{second}} } }

            """);
    }

    private static void AppendPeer(StringBuilder text, LabRouter router, LabRouter peer, Address address, string more)
    {
        string family = address.Family == Family.IPv4 ? "ipv4" : "ipv6";
        text.Append($$"""
            ---
            {{Calico}}
            kind: BGPPeer
            metadata: { name: {{router.Name}}-{{peer.Name}}-{{family}} }
            spec: { node: {{router.Name}}, peerIP: "{{address}}", asNumber: {{peer.As}}, families: [{{family}}], {{more}}connectRetryTime: 1s }

            """);
    }
}
