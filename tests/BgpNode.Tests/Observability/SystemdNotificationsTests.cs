using System.Net.Sockets;
using System.Text;
using BgpNode.Control.Views;
using BgpNode.Observability;
using BgpNode.Tests.Control;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Observability;

/// <summary>A bound datagram socket stands in for systemd.</summary>
public sealed class SystemdNotificationsTests : IDisposable
{
    private static readonly Lock Naming = new();

    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeNode _node = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly ISystemdNotifier _notifier;

    public SystemdNotificationsTests()
    {
        string path = _directory.File("notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(path));
        lock (Naming) // the notifier reads the variable once, when it is made
        {
            Environment.SetEnvironmentVariable("NOTIFY_SOCKET", path);
            _notifier = new SystemdNotifier();
            Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
        }
    }

    [Fact]
    public async Task Ready_is_told_when_the_node_has_converged_and_not_before()
    {
        _node.GateList.Add(new GateView { Gate = "kernel", Open = false, Detail = "3 routes to go" });
        using SystemdNotifications service = Create();
        await service.StartAsync(CancellationToken.None);
        Assert.Equal("WATCHDOG=1", await HearAsync());
        Assert.Equal("STATUS=waiting for kernel (3 routes to go)", await HearAsync());

        _node.GateList[1] = new GateView { Gate = "kernel", Open = true };
        _node.Convergence.SetResult();
        Assert.Equal("READY=1", await HearAsync());
        Assert.Equal("WATCHDOG=1", await HearAsync());
        Assert.Equal("STATUS=ready", await HearAsync());

        await service.StopAsync(CancellationToken.None);
        Assert.Equal("STOPPING=1", await HearAsync());
    }

    [Fact]
    public async Task The_watchdog_is_fed_only_while_every_loop_turns()
    {
        _node.Convergence.SetResult();
        var loop = new LoopHeartbeat("rib", TimeSpan.FromSeconds(15), _clock);
        using SystemdNotifications service = Create(loop);
        using (loop.Turn())
        {
            await service.StartAsync(CancellationToken.None);
            Assert.Equal(["READY=1", "WATCHDOG=1", "STATUS=ready"], [await HearAsync(), await HearAsync(), await HearAsync()]);
            _clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal("WATCHDOG=1", await HearAsync());

            _node.GateList[0] = new GateView { Gate = "store", Open = false };
            _clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal("STATUS=waiting for store", await HearAsync());
        }

        _node.GateList[0] = new GateView { Gate = "store", Open = true };
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("WATCHDOG=1", await HearAsync()); // straight after the last status: the tick before fed nothing
        Assert.Equal("STATUS=ready", await HearAsync());
        await service.StopAsync(CancellationToken.None);
    }

    public void Dispose()
    {
        _systemd.Dispose();
        _directory.Dispose();
    }

    private SystemdNotifications Create(params ILoopHeartbeat[] loops) =>
        new(_notifier, _node, loops, _clock, NullLogger<SystemdNotifications>.Instance);

    private async Task<string> HearAsync()
    {
        var buffer = new byte[1024];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        int length = await _systemd.ReceiveAsync(buffer, patience.Token);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
