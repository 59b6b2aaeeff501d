using BgpNode.Datastore.Documents;
using BgpNode.Datastore.Resources;
using Mvccpb;

namespace BgpNode.Datastore.Etcd;

/// <summary>Judges a key's value.</summary>
internal static class EtcdDocument
{
    /// <summary>The version of a resource that a key holds; null for a key that names no resource.</summary>
    public static Offer? Judge(ResourceKind kind, KeyValue value)
    {
        if (!EtcdKeys.TryParse(kind, value.Key.Span, out ResourceKey key))
        {
            return null;
        }

        string source = value.Key.ToStringUtf8();
        DocumentSet set = JsonDocuments.Read(value.Value.Span, source);
        Judgement judgement = set is { Complete: true, Documents: [var document] }
            ? ResourceReader.Read(document, source, UnknownFields.Ignored, key)
            : new Judgement(key, null, null, set.Problems.Count > 0 ? set.Problems : [new Problem(source, 1, 1, "", "the value must be one JSON document")], []);
        return new Offer(key, judgement, value.ModRevision, source);
    }
}
