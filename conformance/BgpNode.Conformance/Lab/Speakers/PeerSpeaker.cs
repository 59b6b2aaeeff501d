using System.Globalization;

namespace BgpNode.Conformance.Lab.Speakers;

/// <summary>A BGP speaker of somebody else, running in a namespace.</summary>
internal abstract class PeerSpeaker(NetworkNamespace netns, string folder, SpeakerPlan plan) : IAsyncDisposable
{
    private readonly List<NamespacedProcess> _processes = [];

    protected NetworkNamespace Namespace { get; } = netns;

    protected string Folder { get; } = folder;

    protected SpeakerPlan Plan { get; } = plan;

    /// <summary>Writes the configuration and starts the program.</summary>
    public abstract Task StartAsync();

    /// <summary>Starts it anew after <see cref="KillAsync"/>; only of those that can restart gracefully.</summary>
    public virtual Task RecoverAsync() => throw new NotSupportedException();

    /// <summary>The prefixes in its BGP table, its own among them; empty while it does not answer.</summary>
    public abstract Task<IReadOnlySet<string>> PrefixesAsync();

    /// <summary>How many paths it has for a prefix; only where several can be asked for.</summary>
    public virtual Task<int> PathsAsync(string prefix) => throw new NotSupportedException($"{GetType().Name} is not asked for paths");

    public async Task<bool> HasAsync(string prefix) => (await PrefixesAsync()).Contains(prefix);

    /// <summary>Whether the speaker's own BFD with a neighbour is up; only of those that know BFD.</summary>
    public virtual Task<bool> BfdIsUpAsync(string address) => throw new NotSupportedException();

    /// <summary>Stops every process of it where it is, sockets and all, as the end of its host would, or lets them go on.</summary>
    public async Task FreezeAsync(bool on)
    {
        foreach (NamespacedProcess process in _processes)
        {
            await Shell.RunAsync(["/bin/kill", on ? "-STOP" : "-CONT", process.Pid.ToString(CultureInfo.InvariantCulture)]);
        }
    }

    /// <summary>The end of its logs.</summary>
    public string Tail() => string.Join('\n', _processes.Select(p => p.Tail()));

    /// <summary>Kills it without a farewell to the neighbours.</summary>
    public virtual Task KillAsync() => KillOnlyAsync(_ => true);

    /// <summary>Kills some of its processes, chosen by the name of their log.</summary>
    protected async Task KillOnlyAsync(Func<string, bool> which)
    {
        foreach (NamespacedProcess process in _processes.Where(p => which(Path.GetFileNameWithoutExtension(p.LogFile))))
        {
            await process.KillAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The last started first: a daemon that loses its helper complains, the other way round is in order.
        foreach (NamespacedProcess process in _processes.AsEnumerable().Reverse())
        {
            await process.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected string PathOf(string file) => Path.Combine(Folder, file);

    protected async Task<string> WriteAsync(string file, string text)
    {
        await File.WriteAllTextAsync(PathOf(file), text);
        return PathOf(file);
    }

    protected void Launch(params IReadOnlyList<string> command) =>
        _processes.Add(NamespacedProcess.Start(Namespace, PathOf($"{Path.GetFileName(command[0])}.log"), command, Folder));

    /// <summary>Asks the program's own tool; empty when it does not answer.</summary>
    protected async Task<string> AskAsync(params IReadOnlyList<string> command)
    {
        (int code, string output, _) = await Shell.TryAsync(["ip", "netns", "exec", Namespace.Name, .. command]);
        return code == 0 ? output : "";
    }
}
