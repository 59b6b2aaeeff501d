using System.Buffers.Binary;
using BgpNode.Conformance.Lab.Raw;

namespace BgpNode.Conformance.Rfc.Lab;

/// <summary>A neighbour with a short hold time that tells no more than KEEPALIVEs by the clock, and counts the IPv4 prefixes that it is sent.</summary>
internal sealed class CountingPeer : IAsyncDisposable
{
    private static readonly byte[] Keepalive = BgpBytes.Message(BgpBytes.Keepalive);

    private readonly RawPeer _raw;
    private readonly CancellationTokenSource _stop = new();
    private readonly PeriodicTimer _pace;
    private readonly Task _reading;
    private readonly Task _talking;
    private long _announced;
    private long _withdrawn;
    private long _lastKeepalive = TimeProvider.System.GetTimestamp();
    private TimeSpan _longestSilence;

    private CountingPeer(RawPeer raw, TimeSpan pace)
    {
        _raw = raw;
        _pace = new PeriodicTimer(pace, TimeProvider.System);
        _reading = ReadAsync();
        _talking = TalkAsync();
    }

    /// <summary>Prefixes announced so far, each time anew.</summary>
    public long Announced => Volatile.Read(ref _announced);

    public long Withdrawn => Volatile.Read(ref _withdrawn);

    /// <summary>The longest time between two KEEPALIVEs of the daemon.</summary>
    public TimeSpan LongestSilence => _longestSilence;

    /// <summary>Null while the session lasts, else how it ended.</summary>
    public string? End { get; private set; }

    /// <param name="raw">A connection on which nothing has been said.</param>
    /// <param name="peer">Who it is.</param>
    /// <param name="hold">Seconds; KEEPALIVEs go at a third of it.</param>
    public static async Task<CountingPeer> EstablishAsync(RawPeer raw, LabPeer peer, ushort hold)
    {
        await raw.SendAsync(OpenBytes.Of(peer, hold));
        await raw.ReceiveAsync(BgpBytes.Open);
        await raw.SendAsync(Keepalive);
        await raw.ReceiveAsync(BgpBytes.Keepalive);
        return new CountingPeer(raw, TimeSpan.FromSeconds(hold / 3.0));
    }

    /// <summary>Sends messages that were made before.</summary>
    public Task SendAsync(byte[] messages) => _raw.SendAsync(messages);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_reading, _talking);
        _raw.Dispose();
        _pace.Dispose();
        _stop.Dispose();
    }

    private async Task TalkAsync()
    {
        try
        {
            while (await _pace.WaitForNextTickAsync(_stop.Token))
            {
                await _raw.SendAsync(Keepalive);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // the reader says how it ended
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _raw.NextAsync(_stop.Token) is { } message)
            {
                Take(message.Type, message.Body);
            }

            End ??= "the connection ended";
        }
        catch (OperationCanceledException)
        {
            // asked to stop
        }
    }

    private void Take(byte type, byte[] body)
    {
        switch (type)
        {
            case BgpBytes.Keepalive:
                long now = TimeProvider.System.GetTimestamp();
                TimeSpan silence = TimeProvider.System.GetElapsedTime(_lastKeepalive, now);
                _longestSilence = silence > _longestSilence ? silence : _longestSilence;
                _lastKeepalive = now;
                break;
            case BgpBytes.Notification:
                End = $"NOTIFICATION {body[0]}/{body[1]}";
                break;
            case BgpBytes.Update:
                int withdrawn = BinaryPrimitives.ReadUInt16BigEndian(body);
                int attributes = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(2 + withdrawn));
                Volatile.Write(ref _withdrawn, _withdrawn + Count(body.AsSpan(2, withdrawn)));
                Volatile.Write(ref _announced, _announced + Count(body.AsSpan(4 + withdrawn + attributes)));
                break;
        }
    }

    private static int Count(ReadOnlySpan<byte> prefixes)
    {
        int count = 0;
        for (int at = 0; at < prefixes.Length; at += 1 + ((prefixes[at] + 7) / 8))
        {
            count++;
        }

        return count;
    }
}
