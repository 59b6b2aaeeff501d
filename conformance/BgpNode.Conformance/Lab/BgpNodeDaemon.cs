using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Xunit;

namespace BgpNode.Conformance.Lab;

/// <summary>The daemon under test in a namespace: started, killed, started again, and asked over its control socket.</summary>
internal sealed class BgpNodeDaemon : IAsyncDisposable
{
    private readonly NetworkNamespace _netns;
    private readonly string _folder;
    private readonly HttpClient _http;
    private NamespacedProcess? _process;

    /// <param name="netns">Where it runs.</param>
    /// <param name="folder">A folder of its own.</param>
    /// <param name="node">Its node name.</param>
    /// <param name="datastore">The one line below <c>datastore:</c>.</param>
    /// <param name="settings">Further lines of its file.</param>
    public BgpNodeDaemon(NetworkNamespace netns, string folder, string node, string datastore, string settings = "")
    {
        _netns = netns;
        _folder = folder;
        File.WriteAllText(Config, $"""
            node: {node}
            datastore:
              {datastore}
            control: {Socket}
            http: 127.0.0.1:9179
            stateDirectory: {StateDirectory}
            {settings}

            """);
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, cancel) => await ConnectAsync(cancel) })
        {
            BaseAddress = new Uri("http://bgpnode"),
        };
    }

    /// <summary>The program that <c>BGPNODE</c> names, else the one that the build of this test assembly has put beside it.</summary>
    public static string Executable { get; } = FindExecutable();

    /// <summary>Whether that is the native build, which has no assembly beside it.</summary>
    public static bool IsNative { get; } = !File.Exists(Executable + ".dll");

    public string Socket => Path.Combine(_folder, "api.sock");

    public string LogFile => Path.Combine(_folder, "log");

    public string StateDirectory => Path.Combine(_folder, "state");

    private string Config => Path.Combine(_folder, "bgpnode.yaml");

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync()
    {
        _process = NamespacedProcess.Start(_netns, LogFile, [.. Wrapper, Executable, "run", "--config", Config]);
        await Eventually.TrueAsync("bgpnode answers at its socket", async () =>
        {
            Assert.True(_process.IsRunning, $"bgpnode ended at its start. {_process.Tail()}");
            return await TryGetAsync("/v1/status") is not null;
        }, detail: Tail);
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _process!.KillAsync();

    public Task StopAsync() => _process!.StopAsync();

    /// <summary>Stops its clock, or lets it go on.</summary>
    public Task FreezeAsync(bool on) => Shell.RunAsync(["/bin/kill", on ? "-STOP" : "-CONT", Pid.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>What is executed in front of it, to take rights away.</summary>
    public IReadOnlyList<string> Wrapper { get; init; } = [];

    public int Pid => _process!.Pid;

    public bool IsRunning => _process!.IsRunning;

    /// <summary>What it ended with; only of one that has ended.</summary>
    public int ExitCode => _process!.ExitCode;

    /// <summary>What it has in memory (VmRSS), in octets.</summary>
    public async Task<long> MemoryAsync()
    {
        string line = (await File.ReadAllLinesAsync($"/proc/{_process!.Pid}/status")).First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    /// <summary>Processor time so far, in user space and for it in the kernel.</summary>
    public async Task<TimeSpan> ProcessorTimeAsync()
    {
        // proc_pid_stat(5): utime and stime are the 14th and 15th, in hundredths of a second; the 2nd is a name in parentheses.
        string[] fields = (await File.ReadAllTextAsync($"/proc/{Pid}/stat")).Split(") ")[^1].Split(' ');
        return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
    }

    /// <summary>The sum of a metric over its labels, or over those that contain a text.</summary>
    public async Task<double> MetricAsync(string name, string labels = "") =>
        (await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n')
            .Where(line => line.Split('{', ' ')[0] == name && line.Contains(labels, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[name.Length..].Split('}')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));

    public string Tail() => _process?.Tail() ?? "not started";

    /// <summary>An answer of the control API; fails the test when there is none.</summary>
    public async Task<JsonNode> GetAsync(string path) =>
        await TryGetAsync(path) ?? throw new InvalidOperationException($"bgpnode does not answer {path}. {Tail()}");

    /// <summary>Tells the control API to do something; fails the test when it does not.</summary>
    public async Task PostAsync(string path)
    {
        using HttpResponseMessage response = await _http.PostAsync(new Uri(path, UriKind.Relative), null);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>The neighbour with this address, or null.</summary>
    public async Task<JsonNode?> PeerAsync(string address) =>
        (await TryGetAsync("/v1/peers") as JsonArray)?.FirstOrDefault(peer => peer?["address"]?.ToString() == address);

    public async Task<bool> IsEstablishedAsync(string address) => (await PeerAsync(address))?["state"]?.ToString() == "Established";

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private async Task<JsonNode?> TryGetAsync(string path)
    {
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(new Uri(path, UriKind.Relative));
            return response.IsSuccessStatusCode ? JsonNode.Parse(await response.Content.ReadAsStringAsync()) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task<Stream> ConnectAsync(CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    // .../bin/BgpNode.Conformance/release/ and .../bin/BgpNode/release/bgpnode
    private static string FindExecutable()
    {
        if (Environment.GetEnvironmentVariable("BGPNODE") is { Length: > 0 } other)
        {
            return Path.GetFullPath(other);
        }

        string own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        return Path.GetFullPath(Path.Combine(own, "..", "..", "BgpNode", Path.GetFileName(own), "bgpnode"));
    }
}
