using System.Globalization;
using System.Threading.Channels;
using BgpNode.Datastore.Resources;
using Microsoft.Extensions.Logging;

namespace BgpNode.Datastore.Files;

/// <summary>
/// Intent as YAML and JSON files in one directory, followed with inotify: a change on disk is an event within 100 ms.
/// The embedded default, and what tests and demos use.
/// </summary>
public sealed partial class DirectoryDatastore : IDatastore
{
    // An editor's "truncate, write, rename" lies within this; a half-written file is then the exception, not the rule.
    private static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SafetyRescan = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Unwatched = TimeSpan.FromSeconds(1);

    private readonly string _directory;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _writing = new();

    /// <summary>Names a directory; it may come into being later.</summary>
    /// <param name="directory">Its path.</param>
    /// <param name="clock">Times the debounce and the safety rescan.</param>
    /// <param name="logger">Hears of missing directories and rescans.</param>
    public DirectoryDatastore(string directory, TimeProvider clock, ILogger logger)
    {
        _directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        _clock = clock;
        _logger = logger;
    }

    public string Description => $"directory {_directory}";

    public IReadOnlyList<StoredResource> LastGood { get; set; } = [];

    /// <summary>Reads and judges a directory once, without any last good versions.</summary>
    public static DirectoryCheck Check(string directory)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        var ledger = new Ledger(RevisionText);
        var offers = DirectoryOffers.From(new DirectoryScanner(full).Scan(), []);
        ledger.Replace(offers.Offers, offers.Keep, offers.Problems);
        return new DirectoryCheck(ledger.All, ledger.Problems);
    }

    public async Task RunAsync(ChannelWriter<DatastoreEvent> writer, CancellationToken ct)
    {
        var ledger = new Ledger(RevisionText);
        ledger.Seed(LastGood);
        var scanner = new DirectoryScanner(_directory);
        var watch = new DirectoryWatch(_directory);
        try
        {
            bool synced = false;
            bool? readable = null;
            while (true)
            {
                if (watch.Stale || !watch.Complete)
                {
                    watch.Dispose();
                    watch = new DirectoryWatch(_directory); // before the scan, so that nothing falls between
                }

                DirectoryScan scan = scanner.Scan();
                var offers = DirectoryOffers.From(scan, ledger.Good);
                IReadOnlyList<ResourceKey> changed = ledger.Replace(offers.Offers, offers.Keep, offers.Problems);
                if (readable != scan.Readable)
                {
                    readable = scan.Readable;
                    await TellReadableAsync(writer, scan, ct);
                }

                if (!synced && scan.Readable)
                {
                    synced = true;
                    ledger.TakeProblems(out IReadOnlyList<Problem> problems);
                    await writer.WriteAsync(new Synced(ledger.All, scan.Revision, problems), ct);
                }
                else
                {
                    await TellChangesAsync(writer, ledger, changed, scan.Revision, ct);
                }

                await watch.WaitAsync(watch.Complete ? SafetyRescan : Unwatched, _clock, ct);
                await Task.Delay(Debounce, _clock, ct);
                watch.Drain();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            watch.Dispose();
        }
    }

    private async Task TellReadableAsync(ChannelWriter<DatastoreEvent> writer, DirectoryScan scan, CancellationToken ct)
    {
        string? reason = scan.Readable ? null : scan.Problems[0].Message;
        if (reason is null)
        {
            LogFollowing(_directory, scan.Files.Count);
        }
        else
        {
            LogUnreadable(_directory, reason);
        }

        await writer.WriteAsync(new ConnectionChanged(scan.Readable, reason), ct);
    }

    private static async Task TellChangesAsync(
        ChannelWriter<DatastoreEvent> writer, Ledger ledger, IReadOnlyList<ResourceKey> changed, string revision, CancellationToken ct)
    {
        foreach (ResourceKey key in changed.Order())
        {
            await writer.WriteAsync(new Changed(key, ledger.Find(key), revision), ct);
        }

        if (ledger.TakeProblems(out IReadOnlyList<Problem> problems))
        {
            await writer.WriteAsync(new ProblemsChanged(problems), ct);
        }
    }

    private static string RevisionText(long revision) =>
        "of " + DateTimeOffset.FromUnixTimeMilliseconds(revision).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [LoggerMessage(5001, LogLevel.Information, "Following {Count} intent files in {Directory}")]
    private partial void LogFollowing(string directory, int count);

    [LoggerMessage(5002, LogLevel.Warning, "Intent in {Directory}: {Reason}; what is in force stays, and it is tried again every second")]
    private partial void LogUnreadable(string directory, string reason);
}
