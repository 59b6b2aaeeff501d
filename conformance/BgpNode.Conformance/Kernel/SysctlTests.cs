using BgpNode.Kernel.Sysctls;
using Xunit;

namespace BgpNode.Conformance.Kernel;

public sealed class SysctlTests : KernelTest
{
    [Fact]
    public void Settings_of_the_namespace_are_written_and_read_back()
    {
        var files = new SysctlFiles();
        foreach (Sysctl setting in (Sysctl[])
            [
                Sysctl.IPv4Forwarding, Sysctl.IPv6Forwarding, Sysctl.ProxyArp("v0"), Sysctl.ReversePathFilter("v0"), Sysctl.RouteLocalnet("v0"),
                Sysctl.IPv4ForwardingOf("v0"), Sysctl.IPv6ForwardingOf("v0"), Sysctl.ProxyNdp("v0"), Sysctl.AcceptRouterAdvertisements("v0"),
                Sysctl.IPv6SilentOnDown,
            ])
        {
            Assert.Equal((0, null), Space.Run(() => (files.Write(setting, 0).Value, files.Read(setting).Problem)));
            Assert.Equal(new SysctlResult(1, null), Space.Run(() => files.Write(setting, 1)));
            Assert.Equal(new SysctlResult(1, null), Space.Run(() => files.Read(setting)));
        }

        Assert.True(Space.Run(() => files.Write(Sysctl.ProxyDelay("v0"), 0)).Ok);
        Assert.Equal(new SysctlResult(0, null), Space.Run(() => files.Read(Sysctl.ProxyDelay("v0"))));
    }
}
