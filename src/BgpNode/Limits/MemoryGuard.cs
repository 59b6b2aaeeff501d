using BgpNode.Speaker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BgpNode.Limits;

/// <summary>
/// Sheds the greediest neighbour before the kernel would kill the process, and every neighbour with it: Cease/Out of Resources
/// (RFC 4486 §4), and a rest before it may come back.
/// </summary>
/// <remarks>
/// Looks ten times a second, because a neighbour tells a million prefixes in half a second. What the runtime has not given back
/// yet is collected first; what is in use two seconds after that is in use. A neighbour's routes take a moment to go, so there is a pause
/// before the next one is shed.
/// </remarks>
internal sealed partial class MemoryGuard(IProcessMemory memory, Func<Task<string?>> shed, TimeProvider clock, ILogger<MemoryGuard> logger) : BackgroundService
{
    /// <summary>Percent of the limit from which on a neighbour is shed.</summary>
    public const int Full = 85;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = logger;
    private long? _collected;
    private long? _shedAt;
    private bool _saidNobody;
    private long _shed;

    /// <summary>How many sessions were ended for want of memory.</summary>
    public long Shed => Volatile.Read(ref _shed);

    public long Used => memory.Used;

    public long? Limit => memory.Limit;

    /// <summary>One look, and what follows from it.</summary>
    internal async Task LookAsync()
    {
        if (!IsFull || IsRecent(_shedAt))
        {
            return;
        }

        if (!IsRecent(_collected))
        {
            memory.Collect();
            _collected = clock.GetTimestamp();
            if (!IsFull)
            {
                return;
            }
        }

        (long used, long limit) = (memory.Used >> 20, memory.Limit!.Value >> 20);
        if (await shed() is { } name)
        {
            Interlocked.Increment(ref _shed);
            _saidNobody = false;
            LogShed(used, limit, name);
        }
        else if (!_saidNobody)
        {
            _saidNobody = true;
            LogNobody(used, limit, SpeakerService.WorthShedding);
        }

        _shedAt = clock.GetTimestamp();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (memory.Limit is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Pace, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopping
        }
    }

    private bool IsRecent(long? act) => act is { } at && clock.GetElapsedTime(at) < Pause;

    private bool IsFull => memory.Limit is { } limit && memory.Used >= limit / 100 * Full;

    [LoggerMessage(6101, LogLevel.Error, "{Used} MiB of {Limit} MiB are in use: the session with {Peer}, which told the most, is ended with Cease/Out of Resources")]
    private partial void LogShed(long used, long limit, string peer);

    [LoggerMessage(6102, LogLevel.Error, "{Used} MiB of {Limit} MiB are in use, and no neighbour has told more than {Worth} prefixes: the memory is not theirs")]
    private partial void LogNobody(long used, long limit, int worth);
}
