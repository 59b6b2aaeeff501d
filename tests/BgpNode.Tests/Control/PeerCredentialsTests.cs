using System.Net.Sockets;
using BgpNode.Control;
using Xunit;

namespace BgpNode.Tests.Control;

public sealed class PeerCredentialsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0, new uint[] { 0 }, true)]
    [InlineData(990, new uint[] { 100 }, true)]
    [InlineData(1000, new uint[] { 1000, 980 }, true)]
    [InlineData(1000, new uint[] { 1000, 27 }, false)]
    public void Root_the_daemon_itself_and_its_group_may_change_things(uint user, uint[] groups, bool may) =>
        Assert.Equal(may, new PeerCredentials(user, groups).IsOf(user: 990, group: 980));

    [Fact]
    public async Task The_kernel_says_who_connected()
    {
        var path = new UnixDomainSocketEndPoint(_directory.File("socket"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(path);
        listener.Listen();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(path, TestContext.Current.CancellationToken);
        using Socket server = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        Assert.True(PeerCredentials.Of(server).IsOneOfUs);
    }
}
