using BgpNode.Datastore.Documents;

namespace BgpNode.Datastore.Resources.Reading;

internal static class TcpAoReader
{
    // RFC 5926 §2.1 spells the names like this.
    private static readonly (string, TcpAoAlgorithm)[] Algorithms = [("HMAC-SHA-1-96", TcpAoAlgorithm.HmacSha1), ("AES-128-CMAC-96", TcpAoAlgorithm.Aes128Cmac)];

    public static TcpAoSpec? Read(Fields fields)
    {
        const string Advice = "list one key at least, with keyFile and sendID";
        fields.Require("keys", Advice);
        EquatableList<TcpAoKeySpec> keys = fields.Objects<TcpAoKeySpec>("keys", Key);
        if (fields.Find("keys") is { Kind: NodeKind.Sequence, Items.Count: 0 })
        {
            fields.Error("keys", $"is empty; {Advice}");
        }

        if (keys.Select(key => key.SendId).Distinct().Count() < keys.Count || keys.Select(key => key.ReceiveId).Distinct().Count() < keys.Count)
        {
            fields.Error("keys", "has two keys with one sendID or one receiveID; each number stands for one key of its direction (RFC 5925 §3.1)");
        }

        return keys.Count == 0 ? null : new TcpAoSpec(keys);
    }

    private static TcpAoKeySpec? Key(Fields fields)
    {
        fields.Require("keyFile", "write the path of a file with the key");
        fields.Require("sendID", "write the number by which the peer knows the key, 0 to 255");
        string? file = fields.Text("keyFile", Scalars.NotEmpty);
        byte? send = (byte?)fields.Whole("sendID", 0, 255);
        byte? receive = (byte?)fields.Whole("receiveID", 0, 255);
        TcpAoAlgorithm algorithm = fields.Choice("algorithm", Algorithms) ?? TcpAoAlgorithm.HmacSha1;
        return file is not null && send is { } id ? new TcpAoKeySpec(file, id, receive ?? id, algorithm) : null;
    }
}
