using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace BgpNode.Conformance.Datastore;

/// <summary>A real etcd on loopback ports with its data in a directory of its own.</summary>
internal sealed class EtcdServer : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("bgpnode-etcd-").FullName;
    private readonly string[] _extra;
    private readonly string _scheme;
    private readonly int _peerPort = FreePort();
    private Process? _process;

    private EtcdServer(string scheme, string[] extra)
    {
        _scheme = scheme;
        _extra = extra;
    }

    public int Port { get; } = FreePort();

    public string Endpoint => $"{_scheme}://127.0.0.1:{Port}";

    public static async Task<EtcdServer> StartNewAsync(string scheme = "http", params string[] extra)
    {
        var server = new EtcdServer(scheme, extra);
        await server.StartAsync();
        return server;
    }

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("etcd") { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            "--name", "n", "--data-dir", Path.Combine(_data, "d"), "--listen-client-urls", Endpoint, "--advertise-client-urls", Endpoint,
            "--listen-peer-urls", $"http://127.0.0.1:{_peerPort}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{_peerPort}",
            "--initial-cluster", $"n=http://127.0.0.1:{_peerPort}", "--logger", "zap", .. _extra,
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ready.TrySetException(new InvalidOperationException("etcd ended before it was ready"));
            }
            else if (line.Data.Contains("serving client traffic", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>Ends it as a crash does; what it acknowledged is on disk.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Forgets everything it stored; while stopped.</summary>
    public void Wipe() => Directory.Delete(Path.Combine(_data, "d"), recursive: true);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_data, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
