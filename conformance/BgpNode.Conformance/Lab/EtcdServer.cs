using System.Globalization;

namespace BgpNode.Conformance.Lab;

/// <summary>One etcd in a namespace, its data kept over kills and restarts.</summary>
/// <param name="netns">Where it runs.</param>
/// <param name="folder">A folder of its own.</param>
/// <param name="name">Its name among the members of a cluster.</param>
/// <param name="offset">Added to its port numbers, where two share a namespace.</param>
internal sealed class EtcdServer(NetworkNamespace netns, string folder, string name = "lab", int offset = 0) : IAsyncDisposable
{
    private readonly string _client = $"http://127.0.0.1:{2379 + offset}";
    private readonly int _peerPort = 2380 + offset;

    private NamespacedProcess? _process;

    /// <summary>Starts it on the data that it had, or on none.</summary>
    /// <param name="cluster">Makes another cluster, with an id of its own, and data apart from those of the usual one.</param>
    public Task StartAsync(string cluster = "lab") =>
        LaunchAsync(cluster, "127.0.0.1", ["--initial-cluster", $"{name}=http://127.0.0.1:{_peerPort}", "--initial-cluster-token", cluster]);

    /// <summary>Makes a running one the first of a cluster: the others join it.</summary>
    /// <param name="address">Where they reach it.</param>
    /// <param name="others">Servers that were not started, with their addresses.</param>
    public async Task LeadAsync(string address, params (EtcdServer Server, string Address)[] others)
    {
        string own = (await ControlAsync("member", "list")).Split(',')[0];
        await ControlAsync("member", "update", own, $"--peer-urls=http://{address}:{_peerPort}");
        string members = $"{name}=http://{address}:{_peerPort}";
        foreach ((EtcdServer server, string where) in others)
        {
            members += $",{server.Name}=http://{where}:{server._peerPort}";
            // Not before the one that came last has caught up.
            await Eventually.TrueAsync($"{server.Name} may join", async () => (await Shell.TryAsync(
                ["ip", "netns", "exec", netns.Name, "env", "ETCDCTL_API=3", "etcdctl", "--endpoints", _client, "member", "add", server.Name, $"--peer-urls=http://{where}:{server._peerPort}"])).Code == 0);
            await server.LaunchAsync("lab", where, ["--initial-cluster", members, "--initial-cluster-state", "existing"]);
        }
    }

    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Stops its clock, or lets it go on: it still has its connections, and says nothing.</summary>
    public Task FreezeAsync(bool on) => Shell.RunAsync(["/bin/kill", on ? "-STOP" : "-CONT", _process!.Pid.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>A command of etcdctl.</summary>
    public Task<string> ControlAsync(params string[] command) =>
        netns.ExecAsync(["env", "ETCDCTL_API=3", "etcdctl", "--endpoints", _client, .. command]);

    /// <summary>A client of its own, past what cuts the nodes off.</summary>
    public EtcdHand Hand() => new(netns);

    /// <summary>Sets a key; the value goes by standard input.</summary>
    public Task PutAsync(string key, string value) =>
        Shell.RunAsync(["ip", "netns", "exec", netns.Name, "env", "ETCDCTL_API=3", "etcdctl", "--endpoints", _client, "put", key], value);

    /// <summary>The same; false when it does not take it now.</summary>
    public async Task<bool> TryPutAsync(string key, string value) =>
        (await Shell.TryAsync(["ip", "netns", "exec", netns.Name, "env", "ETCDCTL_API=3", "etcdctl", "--endpoints", _client, "put", key], value)).Code == 0;

    public Task DeleteAsync(string key) => ControlAsync("del", key);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private string Name => name;

    private async Task LaunchAsync(string data, string peerAddress, string[] cluster)
    {
        _process = NamespacedProcess.Start(netns, Path.Combine(folder, "log"),
        [
            "/usr/bin/etcd", "--name", name, "--data-dir", Path.Combine(folder, data),
            "--listen-client-urls", $"http://0.0.0.0:{2379 + offset}", "--advertise-client-urls", _client,
            "--listen-peer-urls", $"http://0.0.0.0:{_peerPort}", "--initial-advertise-peer-urls", $"http://{peerAddress}:{_peerPort}",
            .. cluster, "--log-level", "warn",
        ]);
        await Eventually.TrueAsync("etcd is healthy", async () =>
        {
            (int code, string output, string error) = await Shell.TryAsync(["ip", "netns", "exec", netns.Name, "etcdctl", "--endpoints", _client, "endpoint", "health"]);
            return code == 0 || (output + error).Contains("user name is empty", StringComparison.Ordinal); // one that wants a password is well too
        }, detail: () => _process.Tail());
    }
}
