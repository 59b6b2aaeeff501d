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
    /// <summary>Percent of the limit from which on a neighbour is shed. To take its routes away needs room too, and what is on its way still comes.</summary>
    public const int Full = 70;

    private const int Step = 5;
    private const int Last = 95;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger = logger;
    private long? _collected;
    private long? _shedAt;
    private long? _settled;
    private bool _saidNobody;
    private long _shed;

    /// <summary>How many sessions were ended for want of memory.</summary>
    public long Shed => Volatile.Read(ref _shed);

    public long Used => memory.Used;

    public long? Limit => memory.Limit;

    /// <summary>One look, and what follows from it.</summary>
    internal async Task LookAsync()
    {
        if (IsRecent(_shedAt, Pause))
        {
            return;
        }

        Settle();
        if (!IsFull)
        {
            return;
        }

        if (!IsRecent(_collected, Pause))
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
            (_shedAt, _settled, _saidNobody) = (clock.GetTimestamp(), null, false);
            LogShed(used, limit, name);
        }
        else if (!_saidNobody && !IsRecent(_shedAt, Patience)) // what was theirs is used again before it is given back
        {
            _saidNobody = true;
            LogNobody(used, limit, SpeakerService.WorthShedding);
        }
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

    private bool IsRecent(long? act, TimeSpan span) => act is { } at && clock.GetElapsedTime(at) < span;

    // What a shed neighbour used is used again before it is given back to the kernel: only what comes on top of it is want.
    private void Settle()
    {
        if (_shedAt is not null && memory.Limit is { } limit)
        {
            _settled ??= memory.Used;
            (_shedAt, _settled) = memory.Used < limit / 100 * Full ? (null, null) : (_shedAt, _settled);
        }
    }

    private bool IsFull => memory.Limit is { } limit
        && memory.Used >= Math.Min(Math.Max(limit / 100 * Full, _settled + (limit / 100 * Step) ?? 0), limit / 100 * Last);

    [LoggerMessage(6101, LogLevel.Error, "{Used} MiB of {Limit} MiB are in use: the session with {Peer}, which told the most, is ended with Cease/Out of Resources")]
    private partial void LogShed(long used, long limit, string peer);

    [LoggerMessage(6102, LogLevel.Error, "{Used} MiB of {Limit} MiB are in use, and no neighbour has told more than {Worth} prefixes: the memory is not theirs")]
    private partial void LogNobody(long used, long limit, int worth);
}
