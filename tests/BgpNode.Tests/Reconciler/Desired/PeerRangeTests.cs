using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Reconciler.Desired;
using BgpNode.Reconciler.Intent;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Peers;
using Xunit;

namespace BgpNode.Tests.Reconciler.Desired;

/// <summary>BGPPeers with allowedPeerCIDR.</summary>
public class PeerRangeTests
{
    private static readonly Prefix Rack = Prefix.Parse("10.1.0.0/16");

    [Fact]
    public void A_range_takes_any_external_AS_when_it_names_none()
    {
        PeerPlan plan = Plan(new BgpPeerSpec { AllowedPeerCidr = Rack });
        PeerRange range = Assert.Single(plan.Ranges);
        Assert.Empty(plan.Peers);
        Assert.Empty(plan.Problems);
        Assert.Equal((Rack, "leaf", null, 256), (range.Prefix, range.Name, range.Template.RemoteAs, range.MaxSessions));
        Assert.Equal(ExportScope.OwnOnly, range.Template.Policy.Export);
        PeerConfig one = range.ConfigOf(Address.Parse("10.1.2.3"));
        Assert.Equal(("leaf-10.1.2.3", Address.Parse("10.1.2.3"), true), (one.Name, one.RemoteAddress, one.Passive));
    }

    [Fact]
    public void A_range_of_our_own_AS_is_internal()
    {
        PeerPlan plan = Plan(new BgpPeerSpec { AllowedPeerCidr = Rack, AsNumber = BgpDefaults.ClusterAs, RouteReflectorClient = true });
        Assert.True(plan.Ranges[0].Template.Policy.RouteReflectorClient);
        Assert.Equal(ExportScope.All, plan.Ranges[0].Template.Policy.Export);
    }

    [Fact]
    public void A_range_of_another_node_is_none_of_ours() =>
        Assert.Empty(Plan(new BgpPeerSpec { AllowedPeerCidr = Rack, Node = "other" }).Ranges);

    [Fact]
    public void The_same_intent_makes_equal_ranges()
    {
        var spec = new BgpPeerSpec { AllowedPeerCidr = Rack };
        Assert.Equal(Plan(spec).Ranges[0], Plan(spec).Ranges[0]);
    }

    private static PeerPlan Plan(BgpPeerSpec spec)
    {
        var peer = new BgpPeerResource(new Metadata("leaf", "", new Dictionary<string, string>(), new Dictionary<string, string>(), null, null), spec);
        IntentSnapshot intent = IntentSnapshot.Empty.With(new ResourceKey(ResourceKind.BGPPeer, "", "leaf"), new StoredResource(peer, null, 1, "leaf.yaml:1"));
        return PeerPlanner.Plan(intent, "here", new HostFacts(Address.Parse("10.0.0.1")), NoPassword);
    }

    private static PeerPassword? NoPassword(string path, out string? problem)
    {
        problem = "no passwords here";
        return null;
    }
}
