using System.Net;
using System.Net.Sockets;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Net.Client;

namespace BgpNode.Conformance.Lab;

/// <summary>Writes much to the etcd of a namespace, and makes it forget.</summary>
internal sealed class EtcdHand : IDisposable
{
    private const int KeysPerTransaction = 120; // etcd allows 128 operations

    private readonly GrpcChannel _channel;
    private readonly KV.KVClient _kv;

    public EtcdHand(NetworkNamespace netns)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                Socket socket = await netns.InsideAsync(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                await socket.ConnectAsync(IPAddress.Loopback, 2379, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _channel = GrpcChannel.ForAddress("http://127.0.0.1:2379", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        _kv = new KV.KVClient(_channel);
    }

    public async Task PutAsync(IEnumerable<(string Key, string Value)> pairs)
    {
        foreach ((string Key, string Value)[] chunk in pairs.Chunk(KeysPerTransaction))
        {
            var transaction = new TxnRequest();
            transaction.Success.AddRange(chunk.Select(pair => new RequestOp
            {
                RequestPut = new PutRequest { Key = ByteString.CopyFromUtf8(pair.Key), Value = ByteString.CopyFromUtf8(pair.Value) },
            }));
            await _kv.TxnAsync(transaction);
        }
    }

    public async Task DeleteAsync(IEnumerable<string> keys)
    {
        foreach (string[] chunk in keys.Chunk(KeysPerTransaction))
        {
            var transaction = new TxnRequest();
            transaction.Success.AddRange(chunk.Select(key => new RequestOp { RequestDeleteRange = new DeleteRangeRequest { Key = ByteString.CopyFromUtf8(key) } }));
            await _kv.TxnAsync(transaction);
        }
    }

    /// <summary>Forgets every revision but the newest.</summary>
    public async Task CompactAsync()
    {
        long newest = (await _kv.RangeAsync(new RangeRequest { Key = ByteString.CopyFromUtf8("/") })).Header.Revision;
        await _kv.CompactAsync(new CompactionRequest { Revision = newest, Physical = true });
    }

    public void Dispose() => _channel.Dispose();
}
