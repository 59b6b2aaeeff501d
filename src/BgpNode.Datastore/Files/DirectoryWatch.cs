using System.Threading.Channels;

namespace BgpNode.Datastore.Files;

/// <summary>
/// Wakes its one reader when anything in a directory may have changed, or when the directory itself came, went or was
/// replaced. Wakes too often rather than too seldom: the reader compares contents.
/// </summary>
internal sealed class DirectoryWatch : IDisposable
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly List<FileSystemWatcher> _watchers = [];

    public DirectoryWatch(string directory)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        Complete = TryAdd(full, "*") & (Path.GetDirectoryName(full) is not { } parent || TryAdd(parent, Path.GetFileName(full)));
    }

    /// <summary>False when the kernel would not watch, or there is nothing to watch yet: look again soon.</summary>
    public bool Complete { get; }

    /// <summary>Set when a watcher lost events or the directory was replaced: make a new watch.</summary>
    public bool Stale { get; private set; }

    /// <summary>Waits for a change or for the time to be over.</summary>
    public async Task WaitAsync(TimeSpan timeout, TimeProvider clock, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await _wake.Reader.ReadAsync(both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            Stale = true; // the slow look also renews the watch, should the kernel have dropped it without a word
        }
    }

    /// <summary>Forgets the wake-ups so far; what they stand for is read next.</summary>
    public void Drain() => _wake.Reader.TryRead(out _);

    public void Dispose()
    {
        foreach (FileSystemWatcher watcher in _watchers)
        {
            watcher.Dispose();
        }
    }

    private bool TryAdd(string directory, string filter)
    {
        bool isParent = filter != "*";
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(directory, filter)
            {
                NotifyFilter = isParent
                    ? NotifyFilters.DirectoryName | NotifyFilters.FileName
                    : NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            FileSystemEventHandler wake = (_, _) => Wake(isParent);
            watcher.Created += wake;
            watcher.Changed += wake;
            watcher.Deleted += wake;
            watcher.Renamed += (_, _) => Wake(isParent);
            watcher.Error += (_, _) => Wake(stale: true); // overflow, or the directory went away
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
            return true;
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            watcher?.Dispose(); // not there yet, or no inotify instance left
            return false;
        }
    }

    private void Wake(bool stale)
    {
        Stale |= stale;
        _wake.Writer.TryWrite(true);
    }
}
