using BgpNode.Kernel;
using BgpNode.Kernel.Netlink;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Kernel;

/// <summary>A netlink socket may be opened by anybody; nothing is asked of the kernel here.</summary>
public class NetlinkSocketTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task An_answer_that_never_comes_is_said()
    {
        using NetlinkSocket socket = NetlinkSocket.Open(64 * 1024, _clock);
        Task<int> waiting = socket.ReceiveAnswerAsync(new byte[100], TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);
        _clock.Advance(NetlinkSocket.AnswerTimeout);
        await Task.WhenAny(waiting);
        Exception problem = Assert.IsType<KernelException>(waiting.Exception?.InnerException);
        Assert.Equal("The kernel did not answer a netlink request within 30 s; whether it was done is not known.", problem.Message);
    }

    [Fact]
    public async Task Who_waits_for_an_answer_can_give_up()
    {
        using NetlinkSocket socket = NetlinkSocket.Open(64 * 1024, _clock);
        using var stop = new CancellationTokenSource();
        Task<int> waiting = socket.ReceiveAnswerAsync(new byte[100], stop.Token).AsTask();
        await stop.CancelAsync();
        await Task.WhenAny(waiting);
        Assert.True(waiting.IsCanceled);
    }

    [Fact]
    public void Each_socket_has_a_port_of_its_own()
    {
        using NetlinkSocket one = NetlinkSocket.Open(64 * 1024, _clock);
        using NetlinkSocket other = NetlinkSocket.Open(64 * 1024, _clock);
        Assert.NotEqual(one.PortId, other.PortId);
        Assert.True(one.ReceiveBuffer >= 64 * 1024);
    }
}
