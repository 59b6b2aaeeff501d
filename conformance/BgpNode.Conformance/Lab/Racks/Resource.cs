using System.Text.Json.Nodes;

namespace BgpNode.Conformance.Lab.Racks;

/// <summary>A Calico resource, for whichever store.</summary>
internal sealed record Resource(string Kind, string Plural, string? Space, string Name, string Spec)
{
    /// <summary>Labels without a value.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The stored form; a document of JSON is a document of YAML too.</summary>
    public string Document
    {
        get
        {
            var metadata = new JsonObject { ["name"] = Name };
            if (Space is not null)
            {
                metadata["namespace"] = Space;
            }

            if (Labels.Count > 0)
            {
                metadata["labels"] = new JsonObject(Labels.Select(label => KeyValuePair.Create(label, (JsonNode?)"")));
            }

            return new JsonObject
            {
                ["apiVersion"] = "projectcalico.org/v3",
                ["kind"] = Kind,
                ["metadata"] = metadata,
                ["spec"] = JsonNode.Parse(Spec),
            }.ToJsonString();
        }
    }

    /// <summary>Where Calico keeps it in etcd.</summary>
    public string Key => $"/calico/resources/v3/projectcalico.org/{Plural}/{(Space is null ? "" : Space + "/")}{Name}";

    public static Resource Configuration() =>
        new("BGPConfiguration", "bgpconfigurations", null, "default", """{"nodeToNodeMeshEnabled": false}""");

    public static Resource Pool(string name, string cidr) => new("IPPool", "ippools", null, name, $$"""{"cidr": "{{cidr}}"}""");

    public static Resource Node(RackNode node) => new("Node", "nodes", null, node.Name,
        $$$"""{"bgp": {"asNumber": {{{node.As}}}, "ipv4Address": "{{{node.Address}}}/24", "ipv6Address": "{{{node.AddressIPv6}}}/64"}}""");

    public static Resource Peer(string name, RackNode node, string address, uint @as, string more = "") =>
        new("BGPPeer", "bgppeers", null, name,
            $$"""{"node": "{{node.Name}}", "peerIP": "{{address}}", "asNumber": {{@as}}, "families": ["{{(address.Contains(':') ? "ipv6" : "ipv4")}}"], "connectRetryTime": "1s"{{more}}}""");

    /// <summary>A workload of the plain CNI plugin, named by Calico's rule (a dash inside a part is doubled).</summary>
    public static Resource Endpoint(RackNode node, string workload, string @interface, params string[] networks) =>
        new("WorkloadEndpoint", "workloadendpoints", "default", $"{Part(node.Name)}-cni-{Part(workload)}-eth0", $$"""
            {
              "node": "{{node.Name}}", "orchestrator": "cni", "containerID": "{{workload}}", "endpoint": "eth0",
              "interfaceName": "{{@interface}}", "ipNetworks": [{{string.Join(", ", networks.Select(n => $"\"{n}\""))}}]
            }
            """);

    private static string Part(string text) => text.Replace("-", "--", StringComparison.Ordinal);
}
