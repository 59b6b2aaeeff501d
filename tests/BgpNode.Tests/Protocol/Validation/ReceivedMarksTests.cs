using System.Buffers;
using BgpNode.Net;
using BgpNode.Protocol.Validation;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Protocol.Validation;

public class ReceivedMarksTests
{
    private static readonly AttributeRules External = new() { FourOctetAs = true, IsInternal = false, OnlyToCustomer = new AsNumber(65001) };
    private static readonly AttributeRules NoRole = External with { OnlyToCustomer = null };
    private static readonly AttributeRules Internal = External with { IsInternal = true };
    private static readonly PathAttributes Route = new() { AsPath = AsPath.Of(new AsNumber(65001)), NextHop = Address.Parse("192.0.2.1"), Med = 7 };

    [Fact, Rfc(9234, "5")]
    public void A_route_without_ONLY_TO_CUSTOMER_gets_the_neighbours_AS_and_another_keeps_its_own()
    {
        Assert.Equal(Route with { OnlyToCustomer = 65001 }, Marked(External, Route));
        Assert.Null(Marked(External, Route with { OnlyToCustomer = 64999 }));
        Assert.Null(Marked(NoRole, Route));
        Assert.Null(Marked(Internal, Route));
    }

    [Fact, Rfc(8326, "4")]
    public void A_route_that_is_about_to_go_is_the_last_choice()
    {
        PathAttributes going = Route with { Communities = [Community.GracefulShutdown.Value, 0xffff_ffff] };
        Assert.Equal(going with { LocalPref = 0 }, Marked(NoRole, going));
        Assert.Null(Marked(Internal, going with { LocalPref = 100 }));
    }

    [Fact, Rfc(7999, "3.2")]
    public void A_blackhole_stays_in_our_AS()
    {
        PathAttributes hole = Route with { Communities = [1, Community.Blackhole.Value, 0xffff_ff04] };
        Assert.Equal(hole with { Communities = [1, Community.Blackhole.Value, Community.NoExport.Value, 0xffff_ff04] }, Marked(NoRole, hole));
        Assert.Null(Marked(NoRole, hole with { Communities = [Community.Blackhole.Value, Community.NoAdvertise.Value] }));
        Assert.Null(Marked(Internal, hole));
    }

    private static PathAttributes? Marked(AttributeRules rules, PathAttributes route)
    {
        var canonical = new ArrayBufferWriter<byte>();
        route.Write(canonical, fourOctetAs: true);
        var output = new ArrayBufferWriter<byte>();
        bool added = ReceivedMarks.Add(rules, canonical.WrittenSpan, output);
        Assert.Equal(added, output.WrittenCount > 0);
        return added ? PathAttributes.Read(output.WrittenSpan) : null;
    }
}
