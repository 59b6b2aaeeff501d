using System.Globalization;
using System.Threading.Channels;
using BgpNode.Datastore.Resources;
using Microsoft.Extensions.Logging;
using Mvccpb;

namespace BgpNode.Datastore.Etcd;

/// <summary>
/// Calico's etcd v3 datastore, read natively: a list at one revision, then a watch that goes on behind the last event after
/// every break, and a new list when etcd has forgotten that revision or is not the etcd it was.
/// </summary>
public sealed partial class EtcdDatastore : IDatastore
{
    private readonly EtcdOptions _options;
    private readonly EndpointFilter _filter;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <summary>Names an etcd; nothing is opened yet.</summary>
    /// <param name="options">How to reach it.</param>
    /// <param name="nodeName">Whose WorkloadEndpoints to keep; null keeps all.</param>
    /// <param name="clock">Times deadlines and pauses.</param>
    /// <param name="logger">Hears of lost and regained connections.</param>
    public EtcdDatastore(EtcdOptions options, string? nodeName, TimeProvider clock, ILogger logger)
    {
        _options = options;
        _filter = new EndpointFilter(nodeName);
        _clock = clock;
        _logger = logger;
    }

    public string Description => $"etcd {string.Join(",", _options.Addresses)}";

    public IReadOnlyList<StoredResource> LastGood { get; set; } = [];

    public async Task RunAsync(ChannelWriter<DatastoreEvent> writer, CancellationToken ct)
    {
        var follower = new Follower(this, writer);
        var backoff = new Backoff();
        for (int attempt = 0; !ct.IsCancellationRequested; attempt++)
        {
            string endpoint = _options.Addresses[attempt % _options.Addresses.Count];
            try
            {
                await follower.FollowAsync(endpoint, backoff, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                return; // gRPC has its own exception for a cancelled call
            }
            catch (Exception error)
            {
                string reason = EtcdErrors.Explain(error, endpoint);
                await follower.TellAsync(up: false, reason, ct, error);
            }

            try
            {
                await Task.Delay(backoff.Next(), _clock, ct);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>What one run knows; touched by its loop only.</summary>
    private sealed class Follower
    {
        private readonly EtcdDatastore _store;
        private readonly ChannelWriter<DatastoreEvent> _writer;
        private readonly Ledger _ledger = new(revision => $"revision {revision}");
        private WatchCursor? _cursor;
        private long _highest;
        private (ulong ClusterId, ulong RaftTerm)? _identity;
        private (bool Up, string? Reason)? _told;

        public Follower(EtcdDatastore store, ChannelWriter<DatastoreEvent> writer)
        {
            _store = store;
            _writer = writer;
            _ledger.Seed(store.LastGood);
            _highest = store.LastGood.Select(stored => stored.Revision).DefaultIfEmpty(0).Max();
        }

        /// <summary>Lists if need be, then watches until the stream ends.</summary>
        public async Task FollowAsync(string endpoint, Backoff backoff, CancellationToken ct)
        {
            using EtcdConnection connection = await EtcdConnection.OpenAsync(_store._options, endpoint, _store._clock, ct);
            if (_cursor is null)
            {
                EtcdList list = await EtcdList.ReadAsync(connection, _store._filter, ct);
                await TakeAsync(list, ct);
                await TellAsync(up: true, null, ct);
            }

            var watch = new EtcdWatch(connection, _cursor!, _store._clock);
            WatchEnd end;
            try
            {
                end = await watch.RunAsync((kind, happening) => TakeAsync(kind, happening, ct), () =>
                {
                    backoff.Reset();
                    return TellAsync(up: true, null, ct);
                }, ct);
            }
            finally
            {
                _highest = Math.Max(_highest, _cursor!.Highest);
            }

            if (end.Relist)
            {
                _cursor = null; // not down: the next list is on its way
                _store.LogRelist(end.Reason);
            }
            else
            {
                await TellAsync(up: false, end.Reason, ct);
            }
        }

        public async ValueTask TellAsync(bool up, string? reason, CancellationToken ct, Exception? error = null)
        {
            if (_told != (up, reason))
            {
                if (up)
                {
                    _store.LogFollowing(_store.Description, _highest);
                }
                else
                {
                    _store.LogFailure(error, reason!);
                }

                _told = (up, reason);
                await _writer.WriteAsync(new ConnectionChanged(up, reason), ct);
            }
        }

        private async Task TakeAsync(EtcdList list, CancellationToken ct)
        {
            bool replaced = list.Revision < _highest
                || (_identity is { } known && (known.ClusterId != list.ClusterId || list.RaftTerm < known.RaftTerm));
            if (replaced)
            {
                _store.LogReplaced(list.Revision, _highest);
            }

            Offer[] offers = [.. list.Values.Select(value => EtcdDocument.Judge(value.Kind, value.Value)).OfType<Offer>()];
            int unknown = offers.Sum(offer => offer.Judgement.UnknownFields.Count);
            if (unknown > 0)
            {
                _store.LogUnknownFields(unknown);
            }

            _ledger.Replace(offers, new HashSet<ResourceKey>(), []);
            _ledger.TakeProblems(out IReadOnlyList<Problem> problems);
            await _writer.WriteAsync(new Synced(_ledger.All, Text(list.Revision), problems) { StoreReplaced = replaced }, ct);
            _highest = list.Revision;
            _identity = (list.ClusterId, list.RaftTerm);
            _cursor = new WatchCursor(list);
        }

        private async ValueTask TakeAsync(ResourceKind kind, Event happening, CancellationToken ct)
        {
            KeyValue value = happening.Kv;
            if (!_store._filter.Keeps(kind, value.Key.Span) || !EtcdKeys.TryParse(kind, value.Key.Span, out ResourceKey key))
            {
                return;
            }

            bool changed = happening.Type == Event.Types.EventType.Delete
                ? _ledger.Remove(key)
                : EtcdDocument.Judge(kind, value) is { } offer && _ledger.Put(offer);
            if (changed)
            {
                await _writer.WriteAsync(new Changed(key, _ledger.Find(key), Text(value.ModRevision)), ct);
            }

            if (_ledger.TakeProblems(out IReadOnlyList<Problem> problems))
            {
                await _writer.WriteAsync(new ProblemsChanged(problems), ct);
            }
        }

        private static string Text(long revision) => revision.ToString(CultureInfo.InvariantCulture);
    }

    [LoggerMessage(5011, LogLevel.Information, "Following {Store} from revision {Revision}")]
    private partial void LogFollowing(string store, long revision);

    [LoggerMessage(5012, LogLevel.Warning, "{Reason}; what is in force stays, and it is tried again within 5 seconds")]
    private partial void LogFailure(Exception? error, string reason);

    [LoggerMessage(5013, LogLevel.Information, "{Reason}; everything is listed again")]
    private partial void LogRelist(string reason);

    [LoggerMessage(5014, LogLevel.Warning, "etcd is not the store it was: it is at revision {Revision}, and we had seen {Highest}; nothing missing from it counts as deleted by a person")]
    private partial void LogReplaced(long revision, long highest);

    [LoggerMessage(5015, LogLevel.Information, "{Count} fields in etcd are not known to this version; they are kept and have no effect")]
    private partial void LogUnknownFields(int count);
}
