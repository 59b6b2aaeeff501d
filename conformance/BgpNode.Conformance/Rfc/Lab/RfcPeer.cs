using BgpNode.Conformance.Lab.Raw;
using Xunit;

namespace BgpNode.Conformance.Rfc.Lab;

/// <summary>A connection whose other end is always read: what came can be asked for, and waited for.</summary>
internal sealed class RfcPeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly Lock _lock = new();
    private readonly RawPeer _raw;
    private readonly Task _reading;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<ReceivedMessage> _messages = [];
    private readonly Dictionary<string, SentRoute> _routes = [];
    private TaskCompletionSource _changed = NewSignal();
    private bool _ended;

    public RfcPeer(RawPeer raw)
    {
        _raw = raw;
        _reading = ReadAsync();
    }

    /// <summary>Answers each KEEPALIVE with one.</summary>
    public bool KeepsAlive { get; set; } = true;

    public Task SendAsync(params byte[] bytes) => _raw.SendAsync(bytes);

    /// <summary>Goes without a farewell.</summary>
    public void Abort() => _raw.Abort();

    /// <summary>OPEN and KEEPALIVE both ways.</summary>
    public async Task EstablishAsync(byte[] open)
    {
        await SendAsync(open);
        await MessageAsync(BgpBytes.Open);
        await SendAsync(BgpBytes.Message(BgpBytes.Keepalive));
        await UntilAsync("the session is up: End-of-RIB", () => _messages.Any(m => m.Update?.EndOfRib is not null));
    }

    /// <summary>The first message of a type, come or to come.</summary>
    public async Task<byte[]> MessageAsync(byte type)
    {
        await UntilAsync($"a message of type {type}", () => _messages.Any(m => m.Type == type));
        lock (_lock)
        {
            return _messages.First(m => m.Type == type).Body;
        }
    }

    /// <summary>The NOTIFICATION that ends the connection.</summary>
    public async Task<(byte Code, byte Subcode, byte[] Data)> NotificationAsync()
    {
        byte[] body = await MessageAsync(BgpBytes.Notification);
        await EndAsync();
        return (body[0], body[1], body[2..]);
    }

    /// <summary>The connection ends.</summary>
    public Task EndAsync() => UntilAsync("the end of the connection", () => _ended);

    /// <summary>The route as it was sent last, come or to come.</summary>
    public async Task<SentRoute> RouteAsync(string prefix, Func<SentRoute, bool>? suits = null)
    {
        await UntilAsync($"a route to {prefix}", () => _routes.TryGetValue(prefix, out SentRoute? route) && (suits is null || suits(route)));
        lock (_lock)
        {
            return _routes[prefix];
        }
    }

    /// <summary>The route is not there, or is withdrawn.</summary>
    public Task GoneAsync(string prefix) => UntilAsync($"no route to {prefix}", () => !_routes.ContainsKey(prefix));

    public bool HasRoute(string prefix)
    {
        lock (_lock)
        {
            return _routes.ContainsKey(prefix);
        }
    }

    public bool IsUp
    {
        get
        {
            lock (_lock)
            {
                return !_ended && _messages.All(m => m.Type != BgpBytes.Notification);
            }
        }
    }

    /// <summary>Everything that came, in order.</summary>
    public IReadOnlyList<ReceivedMessage> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Waits for a condition on what came, looked at after each message.</summary>
    public async Task UntilAsync(string what, Func<bool> condition, TimeSpan? within = null)
    {
        using var limit = new CancellationTokenSource(within ?? Patience);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (condition())
                {
                    return;
                }

                changed = _ended ? Task.FromCanceled(new CancellationToken(canceled: true)) : _changed.Task; // after the end nothing comes
            }

            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Did not come: {what}. Came: {string.Join(", ", Messages.Select(m => m.ToString()))}{(_ended ? ", the end" : "")}");
            }
        }
    }

    /// <summary>Ends the connection and waits until the daemon has noticed.</summary>
    public async ValueTask DisposeAsync()
    {
        _raw.EndSending();
        _stop.CancelAfter(TimeSpan.FromSeconds(2));
        await _reading;
        _raw.Dispose();
        _stop.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync()
    {
        try
        {
            while (await _raw.NextAsync(_stop.Token) is { } message)
            {
                Note(new ReceivedMessage(message.Type, message.Body, TimeProvider.System.GetTimestamp()));
                if (message.Type == BgpBytes.Keepalive && KeepsAlive)
                {
                    await _raw.SendAsync(BgpBytes.Message(BgpBytes.Keepalive));
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or System.Net.Sockets.SocketException)
        {
            // The end is noted below, whatever brought it.
        }

        lock (_lock)
        {
            _ended = true;
            _changed.TrySetResult();
        }
    }

    private void Note(ReceivedMessage message)
    {
        lock (_lock)
        {
            _messages.Add(message);
            foreach (string gone in message.Update?.Withdrawn ?? [])
            {
                _routes.Remove(gone);
            }

            foreach (string here in message.Update?.Announced ?? [])
            {
                _routes[here] = message.Update!.Route;
            }

            _changed.TrySetResult();
            _changed = NewSignal();
        }
    }
}
