using BgpNode.Datastore.Resources;
using Etcdserverpb;
using Google.Protobuf;
using Mvccpb;

namespace BgpNode.Datastore.Etcd;

/// <summary>Everything we follow, at one revision.</summary>
/// <param name="Revision">The revision of all of it.</param>
/// <param name="ClusterId">Which etcd it was.</param>
/// <param name="RaftTerm">Never goes down in the life of a cluster.</param>
/// <param name="Values">Keys that concern us, with their values.</param>
internal sealed record EtcdList(long Revision, ulong ClusterId, ulong RaftTerm, IReadOnlyList<(ResourceKind Kind, KeyValue Value)> Values)
{
    private const int PageSize = 5000;
    private const int KeysPerTransaction = 100; // etcd allows 128 operations

    public static async Task<EtcdList> ReadAsync(EtcdConnection connection, EndpointFilter filter, CancellationToken ct)
    {
        ResponseHeader? first = null;
        var values = new List<(ResourceKind, KeyValue)>();
        foreach (ResourceKind kind in ResourceKinds.All)
        {
            // Endpoints of other nodes may be a hundred thousand: of those only the keys travel.
            bool keysOnly = kind == ResourceKind.WorkloadEndpoint && filter.IsSet;
            var own = new List<ByteString>();
            string prefix = EtcdKeys.Prefix(kind);
            var request = new RangeRequest
            {
                Key = ByteString.CopyFromUtf8(prefix),
                RangeEnd = EtcdKeys.RangeEnd(prefix),
                Limit = PageSize,
                KeysOnly = keysOnly,
            };
            RangeResponse page;
            do
            {
                request.Revision = first?.Revision ?? 0;
                page = await connection.CallAsync(options => connection.Kv.RangeAsync(request, options), EtcdConnection.ListDeadline, ct);
                first ??= page.Header;
                foreach (KeyValue value in page.Kvs.Where(value => filter.Keeps(kind, value.Key.Span)))
                {
                    if (keysOnly)
                    {
                        own.Add(value.Key);
                    }
                    else
                    {
                        values.Add((kind, value));
                    }
                }

                if (page.Kvs.Count > 0)
                {
                    request.Key = ByteString.CopyFrom([.. page.Kvs[^1].Key.Span, 0]); // the next possible key
                }
            }
            while (page.More);

            await ReadOwnAsync(connection, kind, own, first.Revision, values, ct);
        }

        return new EtcdList(first!.Revision, first.ClusterId, first.RaftTerm, values);
    }

    private static async Task ReadOwnAsync(
        EtcdConnection connection, ResourceKind kind, List<ByteString> keys, long revision, List<(ResourceKind, KeyValue)> values, CancellationToken ct)
    {
        foreach (ByteString[] chunk in keys.Chunk(KeysPerTransaction))
        {
            var transaction = new TxnRequest();
            transaction.Success.AddRange(chunk.Select(key => new RequestOp { RequestRange = new RangeRequest { Key = key, Revision = revision } }));
            TxnResponse response = await connection.CallAsync(options => connection.Kv.TxnAsync(transaction, options), EtcdConnection.ListDeadline, ct);
            values.AddRange(response.Responses.SelectMany(part => part.ResponseRange.Kvs).Select(value => (kind, value)));
        }
    }
}
