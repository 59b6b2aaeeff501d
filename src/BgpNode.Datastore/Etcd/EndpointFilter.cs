using System.Text;
using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore.Etcd;

/// <summary>
/// Picks the WorkloadEndpoints of one node by the octets of their keys. Every node hears of every endpoint of the cluster;
/// this keeps the cost of a foreign one at a comparison.
/// </summary>
/// <param name="nodeName">The node; null keeps the endpoints of all.</param>
internal sealed class EndpointFilter(string? nodeName)
{
    private static readonly int PrefixLength = EtcdKeys.Prefix(ResourceKind.WorkloadEndpoint).Length;

    private readonly byte[]? _escapedNodeDash = nodeName is null ? null : Encoding.UTF8.GetBytes(WorkloadEndpointName.Escape(nodeName) + "-");

    public bool IsSet => _escapedNodeDash is not null;

    /// <summary>Whether a key of this kind concerns us.</summary>
    public bool Keeps(ResourceKind kind, ReadOnlySpan<byte> key)
    {
        if (kind != ResourceKind.WorkloadEndpoint || _escapedNodeDash is null)
        {
            return true;
        }

        ReadOnlySpan<byte> rest = key[Math.Min(PrefixLength, key.Length)..];
        return WorkloadEndpointName.IsOfNode(rest[(rest.IndexOf((byte)'/') + 1)..], _escapedNodeDash);
    }
}
