using BgpNode.Speaker.Bfd;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace BgpNode.Tests.Speaker.Bfd;

public class BfdEngineTests
{
    [Fact]
    public void Disposed_twice_it_leaves_alone_what_others_have_opened_since()
    {
        var engine = new BfdEngine(TimeProvider.System, NullLogger<BfdEngine>.Instance);
        engine.Dispose();
        FileStream[] others = [.. Enumerable.Range(0, 64).Select(_ => new FileStream(
            Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose))];

        engine.Dispose();

        foreach (FileStream other in others)
        {
            Assert.Equal(0, RandomAccess.GetLength(other.SafeFileHandle));
            other.WriteByte(1);
            other.Dispose();
        }
    }
}
