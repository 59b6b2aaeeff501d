using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.TestKit;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Protocol.Session;

[Rfc(4271, "6.8")]
public class CollisionResolutionTests
{
    private static readonly RouterId Low = new(1);
    private static readonly RouterId High = new(2);
    private static readonly AsNumber As1 = new(65001);
    private static readonly AsNumber As2 = new(65002);

    [Fact]
    public void The_connection_of_the_speaker_with_the_higher_identifier_survives()
    {
        foreach (SessionState other in new[] { SessionState.OpenSent, SessionState.OpenConfirm })
        {
            Assert.Equal(CollisionVerdict.KeepThis, CollisionResolution.Decide(High, As1, Low, As2, weInitiatedThis: true, other));
            Assert.Equal(CollisionVerdict.KeepOther, CollisionResolution.Decide(High, As1, Low, As2, weInitiatedThis: false, other));
            Assert.Equal(CollisionVerdict.KeepOther, CollisionResolution.Decide(Low, As1, High, As2, weInitiatedThis: true, other));
            Assert.Equal(CollisionVerdict.KeepThis, CollisionResolution.Decide(Low, As1, High, As2, weInitiatedThis: false, other));
        }
    }

    [Fact, Rfc(6286, "2.3")]
    public void With_equal_identifiers_the_larger_AS_decides()
    {
        Assert.Equal(CollisionVerdict.KeepThis, CollisionResolution.Decide(Low, As2, Low, As1, weInitiatedThis: true, SessionState.OpenConfirm));
        Assert.Equal(CollisionVerdict.KeepOther, CollisionResolution.Decide(Low, As1, Low, As2, weInitiatedThis: true, SessionState.OpenConfirm));
    }

    [Fact]
    public void Identifiers_are_compared_as_unsigned_numbers() =>
        Assert.Equal(
            CollisionVerdict.KeepThis,
            CollisionResolution.Decide(new RouterId(0xc0000201), As1, new RouterId(0x0a000001), As1, weInitiatedThis: true, SessionState.OpenSent));

    [Fact]
    public void An_established_session_survives_whoever_made_it()
    {
        Assert.Equal(CollisionVerdict.KeepOther, CollisionResolution.Decide(High, As1, Low, As2, weInitiatedThis: true, SessionState.Established));
        Assert.Equal(CollisionVerdict.KeepOther, CollisionResolution.Decide(Low, As1, High, As2, weInitiatedThis: false, SessionState.Established));
    }

    [Fact]
    public void An_attempt_without_a_connection_gives_way()
    {
        Assert.Equal(CollisionVerdict.KeepThis, CollisionResolution.Decide(High, As1, Low, As2, weInitiatedThis: false, SessionState.Connect));
        Assert.Equal(CollisionVerdict.KeepThis, CollisionResolution.Decide(High, As1, Low, As2, weInitiatedThis: false, SessionState.Active));
        Assert.Equal(CollisionVerdict.NoCollision, CollisionResolution.Decide(High, As1, Low, As2, weInitiatedThis: false, SessionState.Idle));
    }

    [Fact]
    public void Both_ends_keep_the_same_connection() =>
        Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt[1, 3], Gen.UInt[1, 3], Gen.Bool).Sample((idA, idB, asA, asB, byA) =>
        {
            if (idA == idB && asA == asB)
            {
                return; // refused as a bad identifier before it can collide (RFC 6286 §2.2)
            }

            CollisionVerdict a = CollisionResolution.Decide(new RouterId(idA), new AsNumber(asA), new RouterId(idB), new AsNumber(asB), byA, SessionState.OpenConfirm);
            CollisionVerdict b = CollisionResolution.Decide(new RouterId(idB), new AsNumber(asB), new RouterId(idA), new AsNumber(asA), !byA, SessionState.OpenConfirm);
            Assert.Equal(a, b);
        });
}
