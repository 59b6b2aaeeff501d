using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Reconciler.Intent;
using Xunit;
using static BgpNode.Tests.Reconciler.Intents;

namespace BgpNode.Tests.Reconciler.Intent;

public class IntentSnapshotTests
{
    private static readonly ResourceKey Tor = new(ResourceKind.BGPPeer, "", "tor");

    [Fact]
    public void It_finds_resources_by_kind_and_name()
    {
        IntentSnapshot intent = Of(Peer("tor", "{ peerIP: 192.0.2.1 }"), Peer("a", "{ peerIP: 192.0.2.2 }"), Endpoint("n1", "web", ""));
        Assert.Equal("192.0.2.1", intent.Find<BgpPeerResource>(ResourceKind.BGPPeer, "tor")!.Spec.PeerAddress.ToString());
        Assert.Equal(["a", "tor"], intent.All<BgpPeerResource>(ResourceKind.BGPPeer).Select(peer => peer.Metadata.Name));
        Assert.NotNull(intent.Find<WorkloadEndpointResource>(ResourceKind.WorkloadEndpoint, "n1-cni-web-eth0", "default"));
        Assert.Null(intent.Find<WorkloadEndpointResource>(ResourceKind.WorkloadEndpoint, "n1-cni-web-eth0"));
        Assert.Null(intent.Find<NodeResource>(ResourceKind.Node, "tor"));
        Assert.Equal(3, intent.Count);
    }

    [Fact]
    public void A_change_makes_another_one_and_leaves_the_first_as_it_was()
    {
        IntentSnapshot before = Of(Peer("tor", "{ peerIP: 192.0.2.1 }"));
        StoredResource other = Read(Peer("tor", "{ peerIP: 192.0.2.9 }")).Single();
        Assert.Equal("192.0.2.9", before.With(Tor, other).Find<BgpPeerResource>(ResourceKind.BGPPeer, "tor")!.Spec.PeerAddress.ToString());
        Assert.Equal(0, before.With(Tor, null).Count);
        Assert.Equal(1, IntentSnapshot.Empty.With(Tor, other).Count);
        Assert.Equal("192.0.2.1", before.Find<BgpPeerResource>(ResourceKind.BGPPeer, "tor")!.Spec.PeerAddress.ToString());
    }

    [Fact]
    public void A_whole_list_leaves_nothing_of_the_one_before()
    {
        IntentSnapshot intent = Of(Peer("tor", "{ peerIP: 192.0.2.1 }"), Node("n1", "")) with { Revision = "5" };
        IntentSnapshot next = intent.WithAll(Read(Peer("b", "{ peerIP: 192.0.2.1 }")));
        Assert.Equal(("b", 1, "5"), (next.All<BgpPeerResource>(ResourceKind.BGPPeer).Single().Metadata.Name, next.Count, next.Revision));
    }
}
