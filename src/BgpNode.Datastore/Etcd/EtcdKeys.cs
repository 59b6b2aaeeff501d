using System.Text;
using BgpNode.Datastore.Resources;
using Google.Protobuf;

namespace BgpNode.Datastore.Etcd;

/// <summary>Calico's key layout: <c>/calico/resources/v3/projectcalico.org/bgppeers/tor</c>, with the namespace before the name where there is one.</summary>
internal static class EtcdKeys
{
    /// <summary>Everything of a kind, with the closing slash.</summary>
    public static string Prefix(ResourceKind kind)
    {
        string version = kind.ApiVersion;
        return $"/calico/resources/v3/{version[..version.IndexOf('/', StringComparison.Ordinal)]}/{kind.Plural}/";
    }

    public static string Of(ResourceKey key) =>
        Prefix(key.Kind) + (key.Kind.IsNamespaced ? $"{key.Namespace}/{key.Name}" : key.Name);

    /// <summary>The end of etcd's range over a prefix: the same with its last octet one higher.</summary>
    public static ByteString RangeEnd(string prefix)
    {
        byte[] end = Encoding.UTF8.GetBytes(prefix);
        end[^1]++;
        return ByteString.CopyFrom(end);
    }

    /// <summary>The resource that a key of this kind stands for; false for keys that Calico never writes.</summary>
    public static bool TryParse(ResourceKind kind, ReadOnlySpan<byte> key, out ResourceKey resource)
    {
        string rest = Encoding.UTF8.GetString(key[Math.Min(Prefix(kind).Length, key.Length)..]);
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        resource = kind.IsNamespaced && slash > 0 ? new ResourceKey(kind, rest[..slash], rest[(slash + 1)..]) : new ResourceKey(kind, "", rest);
        return resource.Name.Length > 0 && kind.IsNamespaced == slash > 0 && !resource.Name.Contains('/', StringComparison.Ordinal);
    }
}
