namespace BgpNode.Conformance.Lab;

/// <summary>One etcd in a namespace, its data kept over kills and restarts.</summary>
internal sealed class EtcdServer(NetworkNamespace netns, string folder) : IAsyncDisposable
{
    private const string Local = "http://127.0.0.1:2379";

    private NamespacedProcess? _process;

    public async Task StartAsync()
    {
        _process = NamespacedProcess.Start(netns, Path.Combine(folder, "log"),
        [
            "/usr/bin/etcd", "--name", "lab", "--data-dir", Path.Combine(folder, "data"),
            "--listen-client-urls", "http://0.0.0.0:2379", "--advertise-client-urls", Local,
            "--listen-peer-urls", "http://127.0.0.1:2380", "--initial-advertise-peer-urls", "http://127.0.0.1:2380",
            "--initial-cluster", "lab=http://127.0.0.1:2380", "--log-level", "warn",
        ]);
        await Eventually.TrueAsync("etcd is healthy", async () =>
            (await Shell.TryAsync(["ip", "netns", "exec", netns.Name, "etcdctl", "--endpoints", Local, "endpoint", "health"])).Code == 0,
            detail: () => _process.Tail());
    }

    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Sets a key; the value goes by standard input.</summary>
    public Task PutAsync(string key, string value) =>
        Shell.RunAsync(["ip", "netns", "exec", netns.Name, "env", "ETCDCTL_API=3", "etcdctl", "--endpoints", Local, "put", key], value);

    public Task DeleteAsync(string key) =>
        Shell.RunAsync(["ip", "netns", "exec", netns.Name, "env", "ETCDCTL_API=3", "etcdctl", "--endpoints", Local, "del", key]);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
