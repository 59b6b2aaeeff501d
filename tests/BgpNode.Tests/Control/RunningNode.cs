using System.Net;
using System.Net.Sockets;
using BgpNode.Control;
using BgpNode.Observability;
using BgpNode.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BgpNode.Tests.Control;

/// <summary>The real host around a <see cref="FakeNode"/>: a real socket in a directory of its own.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly WebApplication _app;

    private RunningNode(FakeNode node, bool http, ILoopHeartbeat[] loops)
    {
        Node = node;
        var options = new NodeOptions
        {
            Node = "node1",
            Control = Socket,
            Http = http ? new IPEndPoint(IPAddress.Loopback, 0) : null,
            StateDirectory = _directory.Path,
            Log = new LogOptions { Level = LogLevel.None },
        };
        _app = NodeHost.Build(options, (services, _) =>
        {
            services.AddSingleton<INodeQueries>(node).AddSingleton<INodeCommands>(node).AddSingleton<IReadiness>(node).AddSingleton<IMetricsSource>(node);
            foreach (ILoopHeartbeat loop in loops)
            {
                services.AddSingleton(loop);
            }
        });
    }

    public FakeNode Node { get; }

    public string Socket => _directory.File("run/api.sock");

    public string Directory => _directory.Path;

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningNode> StartAsync(FakeNode? node = null, bool http = false, params ILoopHeartbeat[] loops)
    {
        var running = new RunningNode(node ?? new FakeNode(), http, loops);
        await running._app.StartAsync();
        return running;
    }

    /// <summary>A client on the control socket.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://bgpnode"),
    };

    /// <summary>A client on the TCP listener.</summary>
    public HttpClient HttpClient() => new() { BaseAddress = new Uri(_app.Urls.First(u => u.StartsWith("http://127", StringComparison.Ordinal))) };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _directory.Dispose();
    }
}
