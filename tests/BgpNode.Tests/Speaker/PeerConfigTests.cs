using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Peers;
using BgpNode.TestKit.Speaker;
using Xunit;

namespace BgpNode.Tests.Speaker;

public class PeerConfigTests
{
    private static readonly PeerConfig Old = SessionHarness.Config;

    [Fact]
    public void What_says_the_same_changes_nothing()
    {
        Assert.True(PeerPassword.TryCreate("secret", out PeerPassword? one));
        Assert.True(PeerPassword.TryCreate("secret", out PeerPassword? two));
        Assert.Equal(Old with { Key = one }, Old with { Key = two });
        Assert.Equal(ConfigChange.None, PeerConfig.ChangeEffect(Old with { Key = one }, Old with { Key = two }));
        Assert.Equal(ConfigChange.None, PeerConfig.ChangeEffect(Old, Old with { Description = "x", ConnectRetryTime = TimeSpan.FromSeconds(1) }));
    }

    [Fact]
    public void A_policy_never_resets() =>
        Assert.Equal(ConfigChange.PolicyOnly, PeerConfig.ChangeEffect(Old, Old with { Policy = Old.Policy with { MaxPrefixes = 5 }, Description = "x" }));

    [Fact]
    public void Another_password_keeps_the_session_and_a_first_or_no_password_does_not()
    {
        Assert.True(PeerPassword.TryCreate("one", out PeerPassword? one));
        Assert.True(PeerPassword.TryCreate("two", out PeerPassword? two));
        PeerConfig with = Old with { Key = one };
        Assert.Equal(ConfigChange.KeyChange, PeerConfig.ChangeEffect(with, with with { Key = two, Policy = Old.Policy with { MaxPrefixes = 5 } }));
        Assert.Equal(ConfigEffect.Reset, PeerConfig.ChangeEffect(Old, with).Effect);
        Assert.Equal(ConfigEffect.Reset, PeerConfig.ChangeEffect(with, Old).Effect);
    }

    [Fact]
    public void Whatever_changes_the_OPEN_or_the_transport_resets_and_says_why()
    {
        PeerConfig[] others =
        [
            Old with { RemoteAddress = Address.Parse("192.0.2.9") },
            Old with { RemotePort = 1179 },
            Old with { LocalAddress = Address.Parse("192.0.2.1") },
            Old with { LocalAs = new AsNumber(1) },
            Old with { RemoteAs = null },
            Old with { RouterId = new RouterId(9) },
            Old with { HoldTime = TimeSpan.FromSeconds(9) },
            Old with { Families = FamilySet.Both },
            Old with { ExtendedMessages = false },
            Old with { TtlSecurityHops = 1 },
            Old with { Disabled = true },
        ];
        foreach (PeerConfig other in others)
        {
            ConfigChange change = PeerConfig.ChangeEffect(Old, other);
            Assert.Equal(ConfigEffect.Reset, change.Effect);
            Assert.NotEmpty(change.Reason);
        }
    }

    [Fact]
    public void A_password_never_shows_itself()
    {
        Assert.True(PeerPassword.TryCreate("secret", out PeerPassword? password));
        Assert.DoesNotContain("secret", (Old with { Key = password }).ToString(), StringComparison.Ordinal);
        Assert.False(PeerPassword.TryCreate("", out _));
        Assert.False(PeerPassword.TryCreate(new string('x', 81), out _));
    }
}
