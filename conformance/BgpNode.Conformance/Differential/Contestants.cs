using System.Globalization;
using System.Text;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;

namespace BgpNode.Conformance.Differential;

/// <summary>The daemons that are given the same feeds. Each decides by RFC 4271 §9.1.2.2, as far as it can be told to.</summary>
internal static class Contestants
{
    public const string Address = "10.98.0.1";
    public const uint As = 64512;

    private static IEnumerable<(string Address, uint As)> Neighbours => [.. Feed.All.Select(feed => (feed.Address, (uint)feed.As)), (TableReader.Address, TableReader.As)];

    /// <summary>Starts one; what is returned ends it.</summary>
    public static async Task<IAsyncDisposable> StartAsync(string name, NetworkNamespace netns, TestFolder folder)
    {
        if (name == "bgpnode")
        {
            return await StartOursAsync(netns, folder);
        }

        SpeakerKind kind = Enum.Parse<SpeakerKind>(name);
        string text = kind switch
        {
            SpeakerKind.Bird => Bird(),
            SpeakerKind.Frr => Frr(),
            _ => GoBgp(),
        };
        PeerSpeaker speaker = kind.Create(netns, folder.Sub(name), new SpeakerPlan(Address, As, [], []) { Text = text });
        await speaker.StartAsync();
        return speaker;
    }

    private static async Task<IAsyncDisposable> StartOursAsync(NetworkNamespace netns, TestFolder folder)
    {
        List<Resource> resources =
        [
            new("BGPConfiguration", "bgpconfigurations", null, "default", """{"nodeToNodeMeshEnabled": false, "programClusterRoutes": "Disabled"}"""),
            new("Node", "nodes", null, "node1", $$$"""{"bgp": {"asNumber": {{{As}}}, "ipv4Address": "{{{Address}}}/24"}}"""),
            new("BGPFilter", "bgpfilters", null, "everything", """{"exportV4": [{"action": "Accept"}]}"""),
            .. Neighbours.Select((neighbour, index) => new Resource("BGPPeer", "bgppeers", null, $"p{index}", $$"""
                {"node": "node1", "peerIP": "{{neighbour.Address}}", "asNumber": {{neighbour.As}}, "families": ["ipv4"], "passive": true, "filters": ["everything"]}
                """)),
        ];
        string intent = folder.Sub("intent");
        foreach (Resource resource in resources)
        {
            await File.WriteAllTextAsync(Path.Combine(intent, $"{resource.Plural}-{resource.Name}.yaml"), resource.Document);
        }

        var daemon = new BgpNodeDaemon(netns, folder.Sub("bgpnode"), "node1", $"directory: {intent}");
        await daemon.StartAsync();
        await Eventually.TrueAsync("bgpnode knows its neighbours", async () => await daemon.PeerAsync(TableReader.Address) is not null, detail: daemon.Tail);
        return daemon;
    }

    private static string Bird()
    {
        var text = new StringBuilder($"log stderr all;\nrouter id {Address};\nprotocol device {{ }}\n");
        foreach ((int index, (string address, uint @as)) in Neighbours.Index())
        {
            string export = address == TableReader.Address ? "all" : "none";
            text.AppendLine(CultureInfo.InvariantCulture, $$"""
                protocol bgp p{{index}} { local as {{As}}; neighbor {{address}} as {{@as}}; passive; deterministic med yes; ipv4 { import all; export {{export}}; }; }
                """);
        }

        return text.ToString();
    }

    private static string Frr()
    {
        var text = new StringBuilder($"""
            log stdout
            ip prefix-list NOTHING seq 5 deny any
            router bgp {As}
             bgp router-id {Address}
             no bgp ebgp-requires-policy
             bgp deterministic-med
             bgp bestpath compare-routerid

            """);
        foreach ((string address, uint @as) in Neighbours)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $" neighbor {address} remote-as {@as}\n neighbor {address} passive\n neighbor {address} advertisement-interval 0");
            if (address != TableReader.Address)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $" neighbor {address} prefix-list NOTHING out");
            }
        }

        return text.ToString();
    }

    private static string GoBgp()
    {
        var text = new StringBuilder($"""
            [global.config]
              as = {As}
              router-id = "{Address}"
            [global.route-selection-options.config]
              external-compare-router-id = true

            """);
        foreach ((string address, uint @as) in Neighbours)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"""
                [[neighbors]]
                  [neighbors.config]
                    neighbor-address = "{address}"
                    peer-as = {@as}
                  [neighbors.transport.config]
                    passive-mode = true
                """);
        }

        return text.ToString();
    }
}
