using BgpNode.Datastore.Resources;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Mvccpb;

namespace BgpNode.Datastore.Etcd;

/// <summary>One stream with a watch per kind, followed until it breaks. Resumes exactly behind the last event handled.</summary>
internal sealed class EtcdWatch(EtcdConnection connection, WatchCursor cursor, TimeProvider clock)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    // The answer to a request may be overtaken by another watch's events, which move the cursor on.
    private readonly long _known = cursor.Highest;

    /// <summary>Follows the stream. A slow handler makes etcd wait, by HTTP/2 flow control.</summary>
    /// <param name="handle">Takes one event.</param>
    /// <param name="created">Told once when every watch stands.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="RpcException">The stream broke.</exception>
    /// <exception cref="TimeoutException">Nothing came, not even an answer to a progress request.</exception>
    public async Task<WatchEnd> RunAsync(Func<ResourceKind, Event, ValueTask> handle, Func<ValueTask> created, CancellationToken ct)
    {
        using var silence = new CancellationTokenSource(Silence, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, silence.Token);
        using AsyncDuplexStreamingCall<WatchRequest, WatchResponse> stream = connection.Watch(stop.Token);
        Task asking = Task.CompletedTask;
        try
        {
            foreach (ResourceKind kind in ResourceKinds.All)
            {
                await stream.RequestStream.WriteAsync(Create(kind), stop.Token);
            }

            asking = AskForProgressAsync(stream.RequestStream, stop.Token);
            int standing = 0;
            while (await stream.ResponseStream.MoveNext(stop.Token))
            {
                silence.CancelAfter(Timeout.InfiniteTimeSpan); // the time a slow reader takes is not etcd's
                WatchResponse response = stream.ResponseStream.Current;
                if (Judge(response) is { } end)
                {
                    return end;
                }

                if (response.Created && ++standing == ResourceKinds.All.Count)
                {
                    await created();
                }

                await HandleAsync(response, handle);
                silence.CancelAfter(Silence);
            }

            return new WatchEnd(false, $"etcd at {connection.Endpoint} ended the watch");
        }
        catch (Exception) when (silence.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
        finally
        {
            await stop.CancelAsync();
            await asking;
        }
    }

    private WatchRequest Create(ResourceKind kind)
    {
        string prefix = EtcdKeys.Prefix(kind);
        return new WatchRequest
        {
            CreateRequest = new WatchCreateRequest
            {
                Key = ByteString.CopyFromUtf8(prefix),
                RangeEnd = EtcdKeys.RangeEnd(prefix),
                StartRevision = cursor.Next(kind),
                WatchId = (int)kind + 1, // 0 lets etcd choose
                Fragment = true,
            },
        };
    }

    /// <summary>Whether a response ends the watch, and how.</summary>
    internal WatchEnd? Judge(WatchResponse response)
    {
        if (response.Canceled)
        {
            return response.CompactRevision > 0
                ? new WatchEnd(true, $"etcd has forgotten the revisions before {response.CompactRevision}")
                : new WatchEnd(false, $"etcd at {connection.Endpoint} cancelled the watch: {response.CancelReason}");
        }

        if (response.Header.ClusterId != cursor.ClusterId)
        {
            return new WatchEnd(true, $"another etcd cluster answers at {connection.Endpoint}");
        }

        // A restored or emptied etcd would wait for our revision to come, in silence. A member that lags behind looks the same;
        // the list that follows asks the leader and tells them apart.
        return response.Created && response.Header.Revision < _known
            ? new WatchEnd(true, $"etcd at {connection.Endpoint} is at revision {response.Header.Revision}, before our {_known}")
            : null;
    }

    private async ValueTask HandleAsync(WatchResponse response, Func<ResourceKind, Event, ValueTask> handle)
    {
        if (response.Events.Count == 0)
        {
            return; // created, or progress
        }

        var kind = (ResourceKind)(response.WatchId - 1);
        foreach (Event happening in response.Events)
        {
            await handle(kind, happening);
        }

        if (!response.Fragment) // more of this revision follows: after a break all of it comes again
        {
            cursor.Advance(kind, response.Events[^1].Kv.ModRevision);
        }
    }

    /// <summary>Keeps asking whether etcd is alive; the answers end the silence, their revision is not trusted (etcd before 3.4.25 sends it early).</summary>
    private async Task AskForProgressAsync(IClientStreamWriter<WatchRequest> requests, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(ProgressInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                await requests.WriteAsync(new WatchRequest { ProgressRequest = new WatchProgressRequest() }, ct);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or RpcException or InvalidOperationException)
        {
            // the stream is over, as the reader learns too
        }
    }
}
