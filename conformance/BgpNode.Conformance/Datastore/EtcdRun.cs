using System.Threading.Channels;
using BgpNode.Datastore;
using BgpNode.Datastore.Etcd;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace BgpNode.Conformance.Datastore;

/// <summary>A datastore that runs, with what it tells, and a hand that writes to the same etcd behind its back.</summary>
internal sealed class EtcdRun : IAsyncDisposable
{
    public const string Peers = "/calico/resources/v3/projectcalico.org/bgppeers/";

    private readonly Channel<DatastoreEvent> _events = Channel.CreateUnbounded<DatastoreEvent>();
    private readonly CancellationTokenSource _stop = new();
    private readonly GrpcChannel _channel;
    private readonly Task _running;

    /// <param name="server">The etcd itself.</param>
    /// <param name="options">How the datastore reaches it.</param>
    /// <param name="nodeName">Whose endpoints it keeps.</param>
    /// <param name="lastGood">From before a restart.</param>
    public EtcdRun(EtcdServer server, EtcdOptions? options = null, string? nodeName = null, IReadOnlyList<StoredResource>? lastGood = null)
    {
        _channel = GrpcChannel.ForAddress(server.Endpoint);
        Hand = new KV.KVClient(_channel);
        Store = new EtcdDatastore(options ?? new EtcdOptions { Endpoints = [server.Endpoint] }, nodeName, TimeProvider.System, NullLogger.Instance) { LastGood = lastGood ?? [] };
        _running = Store.RunAsync(_events.Writer, _stop.Token);
    }

    public EtcdDatastore Store { get; }

    public KV.KVClient Hand { get; }

    public static string Peer(string name, string address) =>
        $$"""{"apiVersion":"projectcalico.org/v3","kind":"BGPPeer","metadata":{"name":"{{name}}"},"spec":{"peerIP":"{{address}}"} }""";

    public Task PutPeerAsync(string name, string address) => PutAsync(Peers + name, Peer(name, address));

    public async Task<long> PutAsync(string key, string value) =>
        (await Hand.PutAsync(new PutRequest { Key = ByteString.CopyFromUtf8(key), Value = ByteString.CopyFromUtf8(value) })).Header.Revision;

    public async Task DeleteAsync(string key) => await Hand.DeleteRangeAsync(new DeleteRangeRequest { Key = ByteString.CopyFromUtf8(key) });

    /// <summary>The next event of a kind; others before it are skipped.</summary>
    public async Task<T> Next<T>(Func<T, bool>? where = null)
        where T : DatastoreEvent
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            if (await _events.Reader.ReadAsync(limit.Token) is T wanted && (where is null || where(wanted)))
            {
                return wanted;
            }
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "VSTHRD003", Justification = "The constructor started it.")]
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(_running.IsCompletedSuccessfully);
        _stop.Dispose();
        _channel.Dispose();
    }
}
