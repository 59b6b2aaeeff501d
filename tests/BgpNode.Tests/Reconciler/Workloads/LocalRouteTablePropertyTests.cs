using BgpNode.Datastore;
using BgpNode.Net;
using BgpNode.Reconciler.Intent;
using BgpNode.Reconciler.Workloads;
using BgpNode.Routing.Rib;
using CsCheck;
using Xunit;
using static BgpNode.Tests.Reconciler.Intents;

namespace BgpNode.Tests.Reconciler.Workloads;

/// <summary>Whatever happens in whatever order: what was told change by change is what follows from the whole.</summary>
public class LocalRouteTablePropertyTests
{
    // Few names and fewer prefixes, so that claims meet.
    private static readonly StoredResource[] Versions =
    [
        .. Each(Endpoint("n1", "a", "10.65.0.1/32"), Endpoint("n1", "a", "10.65.0.1/32, 10.65.0.2/32"), Endpoint("n1", "a", "")),
        .. Each(Endpoint("n1", "b", "10.65.0.2/32"), Endpoint("n1", "b", "10.65.0.1/32, 'fd00::1/128'"), Endpoint("n2", "a", "10.65.0.1/32")),
        .. Each(Announcement("x", "{ prefixes: [10.65.0.1/32, 198.51.100.0/24] }"), Announcement("x", "{ prefixes: [198.51.100.0/24], node: n2 }")),
        .. Each(Announcement("y", "{ prefixes: [198.51.100.0/24], med: 5, nodeSelector: rack == 'a' }"), Announcement("y", "{ prefixes: [198.51.100.0/24, 198.51.100.0/24], install: Blackhole }")),
        .. Each(Announcement("z", "{ prefixes: [10.65.0.0/24], summaryOnly: true }"), Announcement("z", "{ prefixes: [10.65.0.0/30], summaryOnly: true, communities: ['64512:1:2'] }")),
        .. Each(Node("n1", "", "rack: a"), Node("n1", "", "rack: b"), Node("n2", "", "rack: a")),
        .. Each(Pool("p", "{ cidr: 10.65.0.0/16, disableBGPExport: true }"), Pool("p", "{ cidr: 10.65.0.0/16 }")),
        .. Each(Config("{ prefixAdvertisements: [{ cidr: 10.65.0.0/24, communities: ['64512:1'] }] }"), Config("{ prefixAdvertisements: [{ cidr: 198.51.100.0/24, communities: ['64512:2'] }] }", "node.n1")),
        .. Each(Peer("tor", "{ peerIP: 192.0.2.1 }"), Filter("f", "{ importV4: [{ action: Reject }] }")),
    ];

    private static readonly Gen<(StoredResource Version, bool Gone)> OneChange =
        Gen.Select(Gen.Int[0, Versions.Length - 1].Select(i => Versions[i]), Gen.Frequency((2, Gen.Const(false)), (1, Gen.Const(true))));

    [Fact]
    public void Changes_add_up_to_the_whole() => OneChange.Array[1, 4].Array[1, 20].Sample(bursts =>
    {
        var table = new LocalRouteTable("n1");
        IntentSnapshot intent = IntentSnapshot.Empty;
        Dictionary<Prefix, LocalRoute> told = [];
        foreach ((StoredResource Version, bool Gone)[] burst in bursts)
        {
            foreach ((StoredResource version, bool gone) in burst)
            {
                intent = intent.With(version.Resource.Key, gone ? null : version);
            }

            foreach (LocalChange change in table.Apply(intent, burst.Select(change => change.Version.Resource.Key).ToHashSet()))
            {
                Assert.NotEqual(change.Route, told.GetValueOrDefault(change.Prefix)); // the smallest difference
                if (change.Route is { } route)
                {
                    told[change.Prefix] = route;
                }
                else
                {
                    told.Remove(change.Prefix);
                }
            }

            var whole = new LocalRouteTable("n1");
            Assert.Equivalent(whole.Apply(intent, null).ToDictionary(change => change.Prefix, change => change.Route!), told, strict: true);
            Assert.Equal(whole.Conflicts.Order(), table.Conflicts.Order());
            Assert.All(told.Keys, prefix => Assert.Equal(whole.OwnerOf(prefix), table.OwnerOf(prefix)));
        }
    });

    private static StoredResource[] Each(params string[] documents) => [.. documents.Select(document => Read(document).Single())];
}
