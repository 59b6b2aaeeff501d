using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using Xunit;

namespace BgpNode.Tests.Datastore;

public class ReaderTests
{
    [Fact]
    public void Ten_mistakes_in_one_file_are_ten_problems_with_line_and_column()
    {
        const string File = """
            apiVersion: projectcalico.org/v3
            kind: BGPPeer
            metadata:
              name: Tor_1
            spec:
              node: node1
              nodeSelector: rack = 'a'
              peerIp: 192.0.2.1
              asNumber: 0
              holdTime: 2s
              holdTime: 90s
              passive: "yes"
              families: [ipv4, ipv5]
              allowedPeerCIDR: 10.0.0.1/8
              addPaths: both
              maxPrefixes: { warnPercent: 80 }
            """;

        string[] problems = [.. Judged.One(File).Problems.Select(problem => problem.ToString())];

        Assert.Equal(
        [
            "a.yaml:4:9: error: metadata.name: 'Tor_1' is not a name; lower-case letters, digits, '-' and '.', beginning and ending with a letter or digit",
            "a.yaml:7:17: error: spec.nodeSelector: cannot be set together with node; keep one of them",
            "a.yaml:7:22: error: spec.nodeSelector: is not a selector: expected a test after 'rack': ==, !=, in, not in, contains, starts with or ends with, at character 6",
            "a.yaml:8:3: error: spec.peerIp: unknown field 'peerIp'; did you mean 'peerIP'?",
            "a.yaml:9:13: error: spec.asNumber: AS 0 stands for no AS and cannot be used (RFC 7607); write a number from 1 to 4294967295",
            "a.yaml:10:13: error: spec.holdTime: is 2s; RFC 4271 §4.2 allows 0s (off) or at least 3s",
            "a.yaml:11:3: error: field 'holdTime' is already set in line 10; keep one of them",
            "a.yaml:12:12: error: spec.passive: is 'yes'; write true or false, without quotes",
            "a.yaml:13:20: error: spec.families[1]: 'ipv5' is not a family; write ipv4 or ipv6",
            "a.yaml:14:20: error: spec.allowedPeerCIDR: '10.0.0.1/8' has host bits set; write 10.0.0.0/8 for the network or 10.0.0.1/32 for the address",
            "a.yaml:15:13: error: spec.addPaths: is 'both'; did you mean 'Both'?",
            "a.yaml:16:16: error: spec.maxPrefixes.limit: is missing; write how many prefixes the peer may send",
        ], problems);
    }

    [Fact]
    public void The_smallest_useful_intent_is_good()
    {
        BgpConfigurationResource configuration = Judged.Good<BgpConfigurationResource>(
            "apiVersion: projectcalico.org/v3\nkind: BGPConfiguration\nmetadata: { name: default }\nspec: { asNumber: 64512 }");
        Assert.Equal(new AsNumber(64512), configuration.Spec.AsNumber);
        Assert.Null(configuration.Spec.NodeToNodeMeshEnabled);

        WorkloadEndpointResource endpoint = Judged.Good<WorkloadEndpointResource>("""
            apiVersion: projectcalico.org/v3
            kind: WorkloadEndpoint
            metadata: { name: node1-cni-web-eth0, namespace: default }
            spec: { node: node1, orchestrator: cni, endpoint: eth0, containerID: web, interfaceName: cali1234, ipNetworks: [10.65.0.2/32] }
            """);
        Assert.Equal("WorkloadEndpoint default/node1-cni-web-eth0", endpoint.Key.ToString());
        Assert.Equal([Prefix.Parse("10.65.0.2/32")], endpoint.Spec.IPNetworks);
    }

    [Fact]
    public void Equal_documents_make_equal_resources()
    {
        const string Yaml = """
            apiVersion: projectcalico.org/v3
            kind: BGPPeer
            metadata: { name: tor, labels: { rack: a } }
            spec: { peerIP: '192.0.2.1:1179', asNumber: 65001, nodeSelector: "rack == 'a'", filters: [a, b], families: [ipv4, ipv6] }
            """;
        Assert.Equal(Judged.Good<BgpPeerResource>(Yaml), Judged.Good<BgpPeerResource>(Yaml));
        Assert.NotEqual(Judged.Good<BgpPeerResource>(Yaml), Judged.Good<BgpPeerResource>(Yaml.Replace("[a, b]", "[b, a]", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_field_of_a_peer_is_read()
    {
        BgpPeerSpec spec = Judged.Peer("""
            { node: node1, peerIP: 'fe80::1', interface: eth1, asNumber: '1.10', localASNumber: 65000, sourceAddress: None, nextHopMode: Keep,
              passwordFile: /run/secret, maxRestartTime: 2m, keepaliveTime: 3s, holdTime: 9s, numAllowedLocalASNumbers: 1, ttlSecurity: 1,
              reachableBy: 10.0.0.1, filters: [a], reversePeering: Manual, passive: true, connectRetryTime: 5s, families: [ipv6],
              routeReflectorClient: true, addPaths: Both, gracefulRestart: { enabled: true, restartTime: 120s, longLivedStaleTime: 24h },
              maxPrefixes: { limit: 1000, warnPercent: 80, action: Restart, restartAfter: 5m }, role: RS-Client, extendedMessages: true,
              extendedNextHop: true, enforceFirstAS: false, bfd: { enabled: true, minTx: 300ms, minRx: 300ms, multiplier: 3, multihop: false },
              disabled: false, shutdownMessage: 'maintenance until 10' }
            """);
        Assert.Equal(new AsNumber(65546), spec.AsNumber);
        Assert.Equal(Address.Parse("fe80::1"), spec.PeerAddress);
        Assert.Null(spec.PeerPort);
        Assert.Equal(TimeSpan.FromMinutes(2), spec.MaxRestartTime);
        Assert.Equal(PeerRole.RouteServerClient, spec.Role);
        Assert.Equal(new GracefulRestartSpec(true, TimeSpan.FromSeconds(120), TimeSpan.FromHours(24)), spec.GracefulRestart);
        Assert.Equal(new MaxPrefixesSpec(1000, 80, MaxPrefixesAction.Restart, TimeSpan.FromMinutes(5)), spec.MaxPrefixes);
        Assert.Equal(new BfdSpec(true, TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300), 3, false), spec.Bfd);
        Assert.Equal([Family.IPv6], spec.Families);
    }

    [Fact]
    public void The_keys_of_a_peer_are_read_in_order()
    {
        BgpPeerSpec spec = Judged.Peer("{ peerIP: 192.0.2.1, tcpAO: { keys: [{ keyFile: /new, sendID: 2, receiveID: 3, algorithm: AES-128-CMAC-96 }, { keyFile: /old, sendID: 1 }] } }");
        Assert.Equal([new TcpAoKeySpec("/new", 2, 3, TcpAoAlgorithm.Aes128Cmac), new TcpAoKeySpec("/old", 1, 1, TcpAoAlgorithm.HmacSha1)], spec.TcpAo!.Keys);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", null)]
    [InlineData("192.0.2.1:1179", "192.0.2.1", 1179)]
    [InlineData("2001:db8::1", "2001:db8::1", null)]
    [InlineData("'[2001:db8::1]:1179'", "2001:db8::1", 1179)]
    public void A_peer_address_may_carry_a_port(string written, string address, int? port)
    {
        BgpPeerSpec spec = Judged.Peer($"{{ peerIP: {written} }}");
        Assert.Equal(Address.Parse(address), spec.PeerAddress);
        Assert.Equal((ushort?)port, spec.PeerPort);
    }

    [Theory]
    [InlineData("{ peerIP: '192.0.2.1:0' }", "is not a port")]
    [InlineData("{ peerIP: '[2001:db8::1]' }", "no brackets without one")]
    [InlineData("{ peerIP: 'fe80::1%eth0' }", "write the address alone and its link in spec.interface")]
    [InlineData("{ peerIP: 'fe80::1' }", "name its link in spec.interface")]
    [InlineData("{ peerIP: 10.0.0.1, interface: eth0 }", "leave one of them out")]
    [InlineData("{ peerIP: 10.0.0.1/32 }", "write the address alone")]
    [InlineData("{ peerIP: 10.0.0.1, peerSelector: all() }", "cannot be set together with peerSelector")]
    [InlineData("{ peerSelector: all(), asNumber: 65001 }", "cannot be set together with peerSelector")]
    [InlineData("{ peerIP: 10.0.0.1, allowedPeerCIDR: 10.0.0.0/8 }", "cannot be set together with allowedPeerCIDR")]
    [InlineData("{ asNumber: 65001 }", "say who the peer is")]
    [InlineData("{ localWorkloadSelector: all() }", "spec.asNumber: is missing")]
    [InlineData("{ peerIP: 10.0.0.1, asNumber: 1.10 }", "must be in quotes; write '1.10'")]
    [InlineData("{ peerIP: 10.0.0.1, asNumber: true }", "an AS number was expected")]
    [InlineData("{ peerIP: 10.0.0.1, holdTime: 90 }", "put it in quotes")]
    [InlineData("{ peerIP: 10.0.0.1, holdTime: '90' }", "is not a duration")]
    [InlineData("{ peerIP: 10.0.0.1, holdTime: 3500ms }", "whole seconds")]
    [InlineData("{ peerIP: 10.0.0.1, holdTime: 20h }", "write 0s to 65535s")]
    [InlineData("{ peerIP: 10.0.0.1, holdTime: 9s, keepaliveTime: 9s }", "not less than holdTime")]
    [InlineData("{ peerIP: 10.0.0.1, filters: a }", "a list was expected, such as [a]")]
    [InlineData("{ peerIP: 10.0.0.1, tcpAO: { keys: [] } }", "list one key at least")]
    [InlineData("{ peerIP: 10.0.0.1, tcpAO: { keys: [{ sendID: 1 }] } }", "write the path of a file with the key")]
    [InlineData("{ peerIP: 10.0.0.1, tcpAO: { keys: [{ keyFile: /k, sendID: 256 }] } }", "256")]
    [InlineData("{ peerIP: 10.0.0.1, tcpAO: { keys: [{ keyFile: /k, sendID: 1, algorithm: MD5 }] } }", "HMAC-SHA-1-96")]
    [InlineData("{ peerIP: 10.0.0.1, tcpAO: { keys: [{ keyFile: /a, sendID: 1 }, { keyFile: /b, sendID: 1, receiveID: 2 }] } }", "two keys with one sendID")]
    [InlineData("{ peerIP: 10.0.0.1, passwordFile: /p, tcpAO: { keys: [{ keyFile: /a, sendID: 1 }] } }", "cannot be set together with")]
    [InlineData("{ peerIP: 10.0.0.1, bfd: true }", "a mapping of fields was expected")]
    [InlineData("{ peerIP: 10.0.0.1, bfd: { minTx: 1ms } }", "write 10ms to 60s")]
    [InlineData("{ peerIP: 10.0.0.1, interface: a-name-too-long-for-linux }", "at most 15 characters")]
    [InlineData("{ peerIP: 10.0.0.1, password: { } }", "spec.password.secretKeyRef: is missing")]
    public void A_wrong_peer_is_told_what_to_write(string spec, string advice) =>
        Assert.Contains(Judged.Problems("BGPPeer", spec), problem => problem.Contains(advice, StringComparison.Ordinal));

    [Theory]
    [InlineData("90s", 90_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("250ms", 250)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("0s", 0)]
    public void Durations_are_written_as_Calico_does(string text, int milliseconds)
    {
        Assert.Null(BgpNode.Datastore.Resources.Reading.Durations.Parse(text, out TimeSpan value));
        Assert.Equal(milliseconds, value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("90")]
    [InlineData("-1s")]
    [InlineData("s")]
    [InlineData("1 s")]
    [InlineData("1.2.3s")]
    [InlineData("99999999999h")]
    public void A_wrong_duration_is_refused(string text) =>
        Assert.NotNull(BgpNode.Datastore.Resources.Reading.Durations.Parse(text, out _));

    [Fact]
    public void A_filter_reads_rules_and_operations()
    {
        BgpFilterResource filter = Judged.Good<BgpFilterResource>("""
            apiVersion: projectcalico.org/v3
            kind: BGPFilter
            metadata: { name: f }
            spec:
              importV4:
              - cidr: 10.0.0.0/8
                matchOperator: In
                prefixLength: { min: 16, max: 24 }
                peerType: eBGP
                source: RemotePeers
                interface: eth*
                communities: { values: ['64512:1', '64512:1:2'] }
                asPathPrefix: [65001, '1.10']
                asPath: '^65001_'
                med: 5
                localPreference: 100
                priority: 1024
                action: Accept
                operations:
                - addCommunity: { value: '64512:2' }
                - prependASPath: { prefix: [64512] }
                - setPriority: { value: 512 }
                - removeCommunity: { value: '64512:1' }
                - setMED: { value: 0 }
                - setLocalPreference: { value: 200 }
                - setNextHop: { value: Self }
              - { action: Reject }
            """);
        Assert.Equal(2, filter.Spec.ImportV4.Count);
        BgpFilterRule rule = filter.Spec.ImportV4[0];
        Assert.Equal((16, 24), (rule.MinPrefixLength, rule.MaxPrefixLength));
        Assert.Equal(7, rule.Operations.Count);
        Assert.Equal(new BgpFilterOperation.SetNextHop(null), rule.Operations[6]);
        Assert.Equal(new CommunityValue(true, 64512, 1, 2), rule.Communities[1]);
    }

    [Theory]
    [InlineData("{ importV4: [{ action: Reject, operations: [{ setMED: { value: 1 } }] }] }", "go with action: Accept only")]
    [InlineData("{ importV4: [{ action: Accept, operations: [{ setMED: { value: 1 }, setPriority: { value: 1 } }] }] }", "exactly one change, this one 2")]
    [InlineData("{ importV4: [{ action: Accept, operations: [{ }] }] }", "must hold one change")]
    [InlineData("{ importV4: [{ cidr: 10.0.0.0/8, action: Accept }] }", "cidr and matchOperator go together")]
    [InlineData("{ importV4: [{ prefixLength: { min: 1 }, action: Accept }] }", "needs a cidr")]
    [InlineData("{ importV4: [{ cidr: 'fd00::/8', matchOperator: In, action: Accept }] }", "is IPv6; this field is for IPv4")]
    [InlineData("{ importV6: [{ cidr: 'fd00::/8', matchOperator: in, action: Accept }] }", "did you mean 'In'?")]
    [InlineData("{ importV4: [{ matchOperator: In }] }", "spec.importV4[0].action: is missing")]
    [InlineData("{ importV4: [{ asPath: '(', action: Accept }] }", "is not a regular expression")]
    [InlineData("{ importV4: [{ communities: { values: ['70000:1'] }, action: Accept }] }", "is not a community")]
    [InlineData("{ importv4: [] }", "did you mean 'importV4'?")]
    public void A_wrong_filter_is_told_what_to_write(string spec, string advice) =>
        Assert.Contains(Judged.Problems("BGPFilter", spec), problem => problem.Contains(advice, StringComparison.Ordinal));

    [Theory]
    [InlineData("{ cidr: 10.65.0.1/16 }", "host bits")]
    [InlineData("{ cidr: 10.65.0.0/16, blockSize: 19 }", "write 20 to 32")]
    [InlineData("{ cidr: 10.65.0.0/28, blockSize: 26 }", "larger than the pool")]
    [InlineData("{ cidr: 'fd00::/64', blockSize: 64 }", "write 116 to 128")]
    [InlineData("{ cidr: 'fd00::/64', ipipMode: Always }", "carries IPv4 only")]
    [InlineData("{ cidr: 10.0.0.0/8, ipipMode: Always, vxlanMode: CrossSubnet }", "together with ipipMode")]
    [InlineData("{ cidr: 10.0.0.0/8, allowedUses: [Workload, LoadBalancer] }", "LoadBalancer stands alone")]
    [InlineData("{ blockSize: 26 }", "spec.cidr: is missing")]
    public void A_wrong_pool_is_told_what_to_write(string spec, string advice) =>
        Assert.Contains(Judged.Problems("IPPool", spec), problem => problem.Contains(advice, StringComparison.Ordinal));

    [Theory]
    [InlineData("{ node: n, orchestrator: cni, endpoint: e, containerID: c, interfaceName: i }", "make it 'n-cni-c-e'; write that")]
    [InlineData("{ node: n, orchestrator: cni, endpoint: e, interfaceName: i }", "spec.containerID: is missing")]
    [InlineData("{ node: n, orchestrator: cni, endpoint: e, containerID: x, interfaceName: i, ipNetworks: [10.0.0.0/24] }", "/32 or /128 each")]
    [InlineData("{ node: n, orchestrator: cni, endpoint: -e, containerID: x, interfaceName: i }", "begins or ends with a dash")]
    public void A_wrong_endpoint_is_told_what_to_write(string spec, string advice) =>
        Assert.Contains(Judged.Problems("WorkloadEndpoint", spec), problem => problem.Contains(advice, StringComparison.Ordinal));

    [Theory]
    [InlineData("k8s", "node--1-k8s-web--0-eth0")]
    [InlineData("cni", "node--1-cni-c1-eth0")]
    [InlineData("libnetwork", "node--1-libnetwork-libnetwork-eth0")]
    [InlineData("openstack", "node--1-openstack-vm-eth0")]
    public void An_endpoints_name_is_made_as_Calico_makes_it(string orchestrator, string name)
    {
        var spec = new WorkloadEndpointSpec { Node = "node-1", Orchestrator = orchestrator, Pod = "web-0", ContainerId = "c1", Workload = "vm", Endpoint = "eth0" };
        Assert.True(WorkloadEndpointName.TryFor(spec, out string made, out _, out _));
        Assert.Equal(name, made);
    }

    [Fact]
    public void An_endpoint_of_another_node_is_told_by_its_key_alone()
    {
        Assert.True(WorkloadEndpointName.IsOfNode("a-cni-c-e"u8, "a-"u8));
        Assert.False(WorkloadEndpointName.IsOfNode("a--b-cni-c-e"u8, "a-"u8)); // node a-b
        Assert.False(WorkloadEndpointName.IsOfNode("ab-cni-c-e"u8, "a-"u8));
        Assert.True(WorkloadEndpointName.IsOfNode("a--b-cni-c-e"u8, "a--b-"u8));
    }

    [Fact]
    public void A_node_keeps_the_length_of_its_links_prefix()
    {
        NodeResource node = Judged.Good<NodeResource>("""
            apiVersion: projectcalico.org/v3
            kind: Node
            metadata: { name: node1, labels: { rack: a } }
            spec:
              bgp: { ipv4Address: 10.0.0.1/24, ipv6Address: 'fd00::1', asNumber: 64513, routeReflectorClusterID: 1.0.0.1, ipv4IPIPTunnelAddr: 10.65.0.1 }
              addresses: [{ address: 10.0.0.1/24, type: CalicoNodeIP }]
              orchRefs: [{ nodeName: node1, orchestrator: k8s }]
            status: { podCIDRs: [10.65.0.0/26] }
            """);
        Assert.Equal((24, 128), (node.Spec.Bgp!.IPv4PrefixLength, node.Spec.Bgp.IPv6PrefixLength));
        Assert.Equal("a", node.Metadata.Labels["rack"]);
        Assert.Contains(Judged.Problems("Node", "{ bgp: { ipv4Address: 'fd00::1/64' } }"), problem => problem.Contains("belongs in ipv6Address", StringComparison.Ordinal));
    }

    [Fact]
    public void An_announcement_is_our_own_kind()
    {
        AnnouncementResource announcement = Judged.Good<AnnouncementResource>(
            "apiVersion: bgpnode.io/v1\nkind: Announcement\nmetadata: { name: a }\nspec: { prefixes: [198.51.100.0/24], communities: ['64512:1'], med: 5, install: Blackhole }");
        Assert.Equal(AnnouncementInstall.Blackhole, announcement.Spec.Install);
        Assert.Contains("spec.prefixes: is empty; write at least one prefix", Judged.Problems("Announcement", "{ prefixes: [] }"));
        Problem problem = Assert.Single(Judged.One("apiVersion: projectcalico.org/v3\nkind: Announcement\nmetadata: { name: a }\nspec: { prefixes: [198.51.100.0/24] }").Problems);
        Assert.Equal("is 'projectcalico.org/v3', but Announcement belongs to bgpnode.io/v1", problem.Message);
    }

    [Fact]
    public void A_kind_that_is_not_used_is_one_warning()
    {
        Judgement judgement = Judged.One("apiVersion: projectcalico.org/v3\nkind: FelixConfiguration\nmetadata: { name: default }\nspec: { whatever: 1 }");
        Problem problem = Assert.Single(judgement.Problems);
        Assert.Equal(Severity.Warning, problem.Severity);
        Assert.Equal("FelixConfiguration is not used by bgpnode, ignored", problem.Message);
        Assert.Null(judgement.Key);
    }

    [Fact]
    public void An_unknown_kind_gets_a_hint()
    {
        Problem problem = Assert.Single(Judged.One("apiVersion: projectcalico.org/v3\nkind: BgpPeers\nmetadata: { name: x }").Problems);
        Assert.Equal("unknown kind 'BgpPeers'; did you mean 'BGPPeer'?", problem.Message);
    }

    [Fact]
    public void Unknown_fields_from_etcd_are_counted_and_kept()
    {
        Judgement judgement = Judged.One(
            "apiVersion: projectcalico.org/v3\nkind: BGPPeer\nmetadata: { name: x }\nspec: { peerIP: 10.0.0.1, newField: { a: 1 } }", UnknownFields.Ignored);
        Assert.Empty(judgement.Problems);
        Assert.Equal([["spec", "newField"]], judgement.UnknownFields);
        Assert.Equal(1, (int)judgement.Raw!["spec"]!["newField"]!["a"]!);
    }

    [Fact]
    public void A_community_must_be_a_value_or_a_name_of_the_same_configuration()
    {
        Assert.Contains(
            Judged.Problems("BGPConfiguration", "{ communities: [{ name: fast, value: '64512:1' }], prefixAdvertisements: [{ cidr: 10.0.0.0/8, communities: [fats, '64512:2'] }] }", "default"),
            problem => problem.Contains("did you mean 'fast'?", StringComparison.Ordinal));
    }
}
