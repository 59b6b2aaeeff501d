using BgpNode.Net;
using BgpNode.Routing.Attributes;
using BgpNode.Routing.Rib;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Routing.Rib;

public class BestPathTests
{
    private static readonly RibSource External = new(2, SourceKind.Ebgp, "a", new RouterId(1), Address.Parse("192.0.2.1"));
    private static readonly RibSource Other = new(3, SourceKind.Ebgp, "b", new RouterId(2), Address.Parse("192.0.2.2"));
    private static readonly RibSource Internal = new(4, SourceKind.Ibgp, "c", new RouterId(1), Address.Parse("192.0.2.3"));
    private static readonly AttributeRank Plain = new() { LocalPref = 100, AsPathLength = 2, NeighbourAs = 65001 };

    [Fact]
    public void What_this_node_originates_wins() =>
        Wins(BestPathStep.LocalOverLearned, Path(RibSource.Local, Plain with { AsPathLength = 0 }), Path(External, Plain with { LocalPref = 500 }));

    [Fact, Rfc(4271, "9.1.1")]
    public void Then_the_higher_LOCAL_PREF() =>
        Wins(BestPathStep.LocalPref, Path(Internal, Plain with { LocalPref = 101, AsPathLength = 9 }), Path(External, Plain));

    [Fact, Rfc(4271, "9.1.2.2")]
    public void Then_the_shorter_AS_PATH() =>
        Wins(BestPathStep.AsPathLength, Path(External, Plain with { AsPathLength = 1, Origin = 2 }), Path(Other, Plain));

    [Fact, Rfc(4271, "9.1.2.2")]
    public void Then_the_lower_ORIGIN() =>
        Wins(BestPathStep.Origin, Path(External, Plain with { Med = 9 }), Path(Other, Plain with { Origin = 1 }));

    [Fact, Rfc(4271, "9.1.2.2")]
    public void Then_the_lower_MED_of_one_neighbouring_AS() =>
        Wins(BestPathStep.MultiExitDisc, Path(Internal, Plain with { Med = 1 }), Path(External, Plain with { Med = 2 }));

    [Fact, Rfc(4271, "9.1.2.2")]
    public void MEDs_of_different_neighbouring_ASes_are_not_compared() =>
        Wins(BestPathStep.RouterId, Path(External, Plain with { Med = 9 }), Path(Other, Plain with { Med = 1, NeighbourAs = 65002 }));

    [Fact, Rfc(4271, "9.1.2.2")]
    public void Then_external_before_internal() =>
        Wins(BestPathStep.ExternalOverInternal, Path(Other, Plain), Path(Internal, Plain));

    [Fact, Rfc(4271, "9.1.2.2"), Rfc(4456, "9")]
    public void Then_the_lower_identifier_of_the_originator_where_there_is_one() =>
        Wins(BestPathStep.RouterId, Path(Other, Plain with { OriginatorId = 1 }), Path(External, Plain with { OriginatorId = 3 }));

    [Fact, Rfc(4456, "9")]
    public void Then_the_shorter_CLUSTER_LIST() =>
        Wins(BestPathStep.ClusterListLength, Path(Other with { RouterId = External.RouterId }, Plain with { ClusterListLength = 1 }), Path(External, Plain with { ClusterListLength = 2 }));

    [Fact, Rfc(4271, "9.1.2.2")]
    public void And_at_last_the_lower_peer_address() =>
        Wins(BestPathStep.PeerAddress, Path(External, Plain), Path(Other with { RouterId = External.RouterId }, Plain));

    [Fact, Rfc(4271, "9.1.2.2")]
    public void A_MED_takes_its_rival_out_whatever_the_order_of_arrival()
    {
        // A loses to B by MED, B to C by identifier, and C to A by identifier: in pairs this is a circle.
        Candidate a = Path(External, Plain with { Med = 20, OriginatorId = 1 });
        Candidate b = Path(Other, Plain with { Med = 10, OriginatorId = 3 });
        Candidate c = Path(Internal with { Kind = SourceKind.Ebgp }, Plain with { NeighbourAs = 65002, OriginatorId = 2 });
        foreach (Candidate[] order in new[] { new[] { a, b, c }, [c, b, a], [b, c, a], [b, a, c], [c, a, b], [a, c, b] })
        {
            var steps = new BestPathStep[3];
            Assert.Equal(c, order[BestPath.Choose(order, steps)]);
            Assert.Equal(BestPathStep.MultiExitDisc, steps[Array.IndexOf(order, a)]);
            Assert.Equal(BestPathStep.RouterId, steps[Array.IndexOf(order, b)]);
        }
    }

    private static Candidate Path(RibSource source, AttributeRank rank) => new(source, 1, rank);

    private static void Wins(BestPathStep step, Candidate winner, Candidate loser)
    {
        Assert.True(BestPath.Compare(winner, loser, out BestPathStep decided) < 0);
        Assert.Equal(step, decided);
        Assert.True(BestPath.Compare(loser, winner, out _) > 0);
        var steps = new BestPathStep[2];
        Assert.Equal(1, BestPath.Choose([loser, winner], steps));
        Assert.Equal([step, step], steps);
    }
}
