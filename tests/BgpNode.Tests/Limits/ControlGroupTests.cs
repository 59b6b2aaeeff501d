using BgpNode.Limits;
using BgpNode.Tests.Control;
using Xunit;

namespace BgpNode.Tests.Limits;

public sealed class ControlGroupTests : IDisposable
{
    private const string NoneInVersion1 = "9223372036854771712";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("max", "max", null)]
    [InlineData("536870912", "max", 536870912L)]
    [InlineData("max", "1073741824", 1073741824L)]
    [InlineData("1073741824", "536870912", 536870912L)]
    public void The_smallest_limit_on_the_way_to_the_root_counts(string own, string above, long? limit)
    {
        Write("system.slice/memory.max", above);
        Write("system.slice/bgpnode.service/memory.max", own);
        Assert.Equal(limit, LimitOf("0::/system.slice/bgpnode.service\n"));
    }

    [Theory]
    [InlineData("268435456", 268435456L)]
    [InlineData(NoneInVersion1, null)]
    public void Version_1_has_a_hierarchy_of_its_own(string own, long? limit)
    {
        Write("memory/memory.limit_in_bytes", NoneInVersion1);
        Write("memory/pod/memory.limit_in_bytes", own);
        Assert.Equal(limit, LimitOf("5:cpu,cpuacct:/pod\n4:memory:/pod\n0::/\n"));
    }

    [Fact]
    public void A_group_that_cannot_be_seen_has_no_limit_that_we_know_of() => Assert.Null(LimitOf("0::/../elsewhere\n"));

    private long? LimitOf(string membership)
    {
        Write("membership", membership);
        return ControlGroup.MemoryLimit(_directory.File("membership"), _directory.Path);
    }

    private void Write(string name, string text)
    {
        string file = _directory.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text + "\n");
    }
}
