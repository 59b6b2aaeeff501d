using System.Net.Sockets;
using BgpNode.Net;

namespace BgpNode.Demo.Probing;

/// <summary>Requests at a steady pace, and what became of them.</summary>
internal sealed class EchoStream(Address target, TimeSpan interval)
{
    private static readonly TimeSpan LastReplies = TimeSpan.FromMilliseconds(500);

    private long _sent;
    private long _received;
    private long _lastReply;
    private TimeSpan _longestSilence;

    /// <summary>Asks until the first answer or until time is up.</summary>
    public Task<EchoReport> UntilAnsweredAsync(TimeSpan within, CancellationToken cancel) => RunAsync(once: true, within, cancel);

    /// <summary>Asks until told to stop, then waits a moment for the answers on their way.</summary>
    public Task<EchoReport> UntilStoppedAsync(CancellationToken stop) => RunAsync(once: false, Timeout.InfiniteTimeSpan, stop);

    private async Task<EchoReport> RunAsync(bool once, TimeSpan within, CancellationToken stop)
    {
        using var socket = new EchoSocket(target);
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(stop);
        asking.CancelAfter(within);
        using var listening = new CancellationTokenSource();

        Task listener = ListenAsync(socket, once ? asking : null, listening.Token);
        await AskAsync(socket, asking.Token);
        listening.CancelAfter(once ? TimeSpan.Zero : LastReplies);
        await listener;
        return new EchoReport(target.ToString(), _sent, _received, _longestSilence.TotalMilliseconds);
    }

    private async Task AskAsync(EchoSocket socket, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(interval, TimeProvider.System);
        try
        {
            do
            {
                await socket.TrySendAsync(_sent, stop);
                _sent++; // not before: told to stop in that moment, it was never sent
            }
            while (await pace.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // Told to stop, time is up, or the answer is here.
        }
    }

    private async Task ListenAsync(EchoSocket socket, CancellationTokenSource? stopAtFirst, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await socket.ReceiveAsync(stop);
                long now = TimeProvider.System.GetTimestamp();
                if (_received++ > 0 && TimeProvider.System.GetElapsedTime(_lastReply, now) is var silence && silence > _longestSilence)
                {
                    _longestSilence = silence;
                }

                _lastReply = now;
                if (stopAtFirst is not null)
                {
                    await stopAtFirst.CancelAsync();
                    return;
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            // Nothing more to hear; the counts so far are the answer.
        }
    }
}
