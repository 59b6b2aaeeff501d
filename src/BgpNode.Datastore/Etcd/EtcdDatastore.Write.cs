using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BgpNode.Datastore.Documents;
using BgpNode.Datastore.Resources;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Mvccpb;

namespace BgpNode.Datastore.Etcd;

// Calico's compare-and-swap transactions: create if there is no version, update or delete if the revision is still the one read.
public sealed partial class EtcdDatastore
{
    private const int Attempts = 4;

    public ValueTask<ApplyResult> ApplyAsync(JsonObject document, CancellationToken ct)
    {
        byte[] json = Encoding.UTF8.GetBytes(document.ToJsonString());
        DocumentNode node = JsonDocuments.Read(json, "document").Documents[0];
        Judgement judgement = ResourceReader.Read(node, "document", UnknownFields.Ignored);
        IReadOnlyList<Problem> strict = ResourceReader.Read(node, "document", UnknownFields.Refused).Problems;
        if (judgement.Resource is null || judgement.Key is not { } key)
        {
            return ValueTask.FromResult(ApplyResult.Refused(judgement.Key, strict));
        }

        long? expected = long.TryParse(node["metadata"]?["resourceVersion"]?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long version) ? version : null;
        return WriteAsync(key, expected, (connection, stored) =>
        {
            Judgement? before = stored is null ? null : EtcdDocument.Judge(key.Kind, stored)?.Judgement;

            // A document that was read from the store may carry what a newer Calico wrote; a mistyped field is in neither.
            string[] mistyped = [.. judgement.UnknownFields.Except(before?.UnknownFields ?? []).Select(path => string.Join('.', path))];
            if (mistyped.Length > 0)
            {
                return Task.FromResult<ApplyResult?>(ApplyResult.Refused(key, [.. strict.Where(problem => mistyped.Contains(problem.Path))]));
            }

            JsonObject merged = EtcdMerge.Merge(document, key, before, _clock);
            return before?.Raw is { } raw && JsonNode.DeepEquals(raw, merged)
                ? Task.FromResult<ApplyResult?>(ApplyResult.Of(ApplyOutcome.Unchanged, key, $"{key} is already so") with { Revision = stored!.ModRevision })
                : PutAsync(connection, key, stored, merged, ct);
        }, ct);
    }

    public ValueTask<ApplyResult> DeleteAsync(ResourceKey key, CancellationToken ct) => WriteAsync(key, null, async (connection, stored) =>
    {
        if (stored is null)
        {
            return ApplyResult.Of(ApplyOutcome.NotFound, key, $"{key} does not exist");
        }

        var delete = new RequestOp { RequestDeleteRange = new DeleteRangeRequest { Key = stored.Key } };
        return await SwapAsync(connection, stored.Key, stored, delete, ct) is { } revision
            ? ApplyResult.Of(ApplyOutcome.Deleted, key, $"{key} deleted") with { Revision = revision }
            : null;
    }, ct);

    private static async Task<ApplyResult?> PutAsync(EtcdConnection connection, ResourceKey key, KeyValue? stored, JsonObject merged, CancellationToken ct)
    {
        var bytes = ByteString.CopyFromUtf8(EtcdKeys.Of(key));
        var put = new RequestOp { RequestPut = new PutRequest { Key = bytes, Value = ByteString.CopyFromUtf8(merged.ToJsonString()) } };
        return await SwapAsync(connection, bytes, stored, put, ct) is { } revision
            ? ApplyResult.Of(stored is null ? ApplyOutcome.Created : ApplyOutcome.Updated, key, $"{key} {(stored is null ? "created" : "updated")}") with { Revision = revision }
            : null;
    }

    /// <summary>Does one operation if the key is still as it was read; returns the revision, or null when it is not.</summary>
    private static async Task<long?> SwapAsync(EtcdConnection connection, ByteString key, KeyValue? stored, RequestOp operation, CancellationToken ct)
    {
        var transaction = new TxnRequest();
        transaction.Compare.Add(stored is null
            ? new Compare { Key = key, Target = Compare.Types.CompareTarget.Version, Result = Compare.Types.CompareResult.Equal, Version = 0 }
            : new Compare { Key = key, Target = Compare.Types.CompareTarget.Mod, Result = Compare.Types.CompareResult.Equal, ModRevision = stored.ModRevision });
        transaction.Success.Add(operation);
        TxnResponse response = await connection.CallAsync(options => connection.Kv.TxnAsync(transaction, options), EtcdConnection.CallDeadline, ct);
        return response.Succeeded ? response.Header.Revision : null;
    }

    /// <summary>Reads the key and writes; a lost race is run again, unless the caller named the version that must be there.</summary>
    private async ValueTask<ApplyResult> WriteAsync(
        ResourceKey key, long? expected, Func<EtcdConnection, KeyValue?, Task<ApplyResult?>> write, CancellationToken ct)
    {
        string reason = "etcd has no endpoints";
        foreach (string endpoint in _options.Addresses)
        {
            try
            {
                using EtcdConnection connection = await EtcdConnection.OpenAsync(_options, endpoint, _clock, ct);
                for (int attempt = 0; attempt < Attempts; attempt++)
                {
                    var range = new RangeRequest { Key = ByteString.CopyFromUtf8(EtcdKeys.Of(key)) };
                    RangeResponse read = await connection.CallAsync(options => connection.Kv.RangeAsync(range, options), EtcdConnection.CallDeadline, ct);
                    KeyValue? stored = read.Kvs.Count > 0 ? read.Kvs[0] : null;
                    if (expected is { } version && stored?.ModRevision != version)
                    {
                        return ApplyResult.Of(ApplyOutcome.Conflict, key, stored is null
                            ? $"{key} was deleted since version {version}"
                            : $"{key} is at version {stored.ModRevision}, not {version}; read it and apply again");
                    }

                    if (await write(connection, stored) is { } result)
                    {
                        return result;
                    }
                }

                return ApplyResult.Of(ApplyOutcome.Conflict, key, $"{key} is being changed by others; try again");
            }
            catch (Exception error) when (error is RpcException or IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
            {
                ct.ThrowIfCancellationRequested();
                reason = EtcdErrors.Explain(error, endpoint);
                if (error is not RpcException { StatusCode: StatusCode.Unavailable })
                {
                    break; // another member would say the same; where it would not, the write starts again from a fresh read
                }
            }
        }

        return ApplyResult.Of(ApplyOutcome.Unavailable, key, $"{key} was perhaps not written: {reason}");
    }
}
