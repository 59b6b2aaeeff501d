using System.Buffers.Binary;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Raw;

namespace BgpNode.Conformance.Differential;

/// <summary>A neighbour that sends a feed and then stays, without looking at what it is sent.</summary>
internal sealed class FeedPeer : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);
    private static readonly byte[] Keepalive = BgpBytes.Message(BgpBytes.Keepalive);

    private readonly RawPeer _raw;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _talking;
    private readonly Task _reading;

    private FeedPeer(RawPeer raw, IEnumerable<byte[]> messages)
    {
        _raw = raw;
        _reading = ReadAsync();
        _talking = TalkAsync(messages);
    }

    /// <summary>Ends when everything has been handed to TCP.</summary>
    public Task Sent => _sent.Task;

    /// <summary>The connection has ended, which it should not.</summary>
    public bool HasEnded => _reading.IsCompleted;

    public static async Task<FeedPeer> StartAsync(NetworkNamespace netns, Feed feed, string to, IEnumerable<byte[]> messages) =>
        new(await RawPeer.OpenAsync(netns, feed.Address, to, BgpBytes.OpenOf(feed.As, hold: 180, feed.Identifier)), messages);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _raw.Abort();
        await Task.WhenAll(_talking, _reading);
        _raw.Dispose();
        _stop.Dispose();
    }

    private async Task TalkAsync(IEnumerable<byte[]> messages)
    {
        try
        {
            byte[] block = new byte[256 << 10];
            int filled = 0;
            foreach (byte[] message in messages)
            {
                if (filled + message.Length > block.Length)
                {
                    await _raw.SendAsync(block[..filled]);
                    filled = 0;
                }

                message.CopyTo(block, filled);
                filled += message.Length;
            }

            await _raw.SendAsync(block[..filled]);
            await _raw.SendAsync(BgpBytes.Message(BgpBytes.Update, 0, 0, 0, 0)); // End-of-RIB
            _sent.SetResult();
            using var timer = new PeriodicTimer(Pace, TimeProvider.System);
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await _raw.SendAsync(Keepalive);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            _sent.TrySetException(new InvalidOperationException("The connection ended while the feed was sent."));
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _raw.NextAsync(_stop.Token) is { } message)
            {
                if (message.Type == BgpBytes.Notification)
                {
                    _sent.TrySetException(new InvalidOperationException($"NOTIFICATION {BinaryPrimitives.ReadUInt16BigEndian(message.Body):X4}"));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // asked to stop
        }
    }
}
