using BgpNode.Kernel.Sysctls;
using Xunit;

namespace BgpNode.Tests.Kernel;

public sealed class SysctlTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sysctl");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void A_setting_is_written_and_read_back()
    {
        var files = new SysctlFiles(_root.FullName);
        Put("net/ipv4/conf/cali1/rp_filter", "0\n");
        Assert.Equal(new SysctlResult(1, null), files.Write(Sysctl.ReversePathFilter("cali1"), 1));
        Assert.Equal(new SysctlResult(1, null), files.Read(Sysctl.ReversePathFilter("cali1")));
        Assert.Equal("net.ipv4.conf.cali1.rp_filter", Sysctl.ReversePathFilter("cali1").ToString());
    }

    [Fact]
    public void What_is_missing_or_no_number_is_said()
    {
        var files = new SysctlFiles(_root.FullName);
        Put("net/ipv4/ip_forward", "yes\n");
        Assert.Equal("net.ipv4.ip_forward is 'yes', which is not a number.", files.Read(Sysctl.IPv4Forwarding).Problem);
        SysctlResult missing = files.Write(Sysctl.ProxyArp("gone"), 1);
        Assert.Equal("net.ipv4.conf.gone.proxy_arp does not exist: no such interface, or the kernel lacks it.", missing.Problem);
        Assert.False(missing.Ok);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../../kernel")]
    public void A_name_that_leads_elsewhere_is_a_bug(string name) => Assert.Throws<ArgumentException>(() => Sysctl.ProxyArp(name));

    private void Put(string path, string text)
    {
        string file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
