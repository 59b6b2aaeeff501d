using BgpNode.Datastore.Selectors;
using BgpNode.Net;

namespace BgpNode.Datastore.Resources;

/// <summary>Calico's <c>BGPPeer.spec</c>. Null means not set; who uses a field applies its default. Our additions are in the other half.</summary>
public sealed partial record BgpPeerSpec
{
    /// <summary>The one node that has this peer; with neither this nor <see cref="NodeSelector"/> every node has it.</summary>
    public string? Node { get; init; }

    public Selector? NodeSelector { get; init; }

    /// <summary>The address of <c>peerIP</c>.</summary>
    public Address? PeerAddress { get; init; }

    /// <summary>The port of <c>peerIP</c>, when one was written.</summary>
    public ushort? PeerPort { get; init; }

    /// <summary>Peers are the nodes with these labels.</summary>
    public Selector? PeerSelector { get; init; }

    /// <summary>Peers are the local workloads with these labels; they connect to us.</summary>
    public Selector? LocalWorkloadSelector { get; init; }

    /// <summary>The peer's AS number; the cluster's when not set.</summary>
    public AsNumber? AsNumber { get; init; }

    public AsNumber? LocalAsNumber { get; init; }

    public SourceAddressMode? SourceAddress { get; init; }

    public NextHopMode? NextHopMode { get; init; }

    /// <summary>Older word for <see cref="NextHopMode"/> <c>Keep</c>.</summary>
    public bool? KeepOriginalNextHop { get; init; }

    public SecretKeyRef? Password { get; init; }

    /// <summary>Graceful restart time, at most 4095 s (RFC 4724 §3 has 12 bits).</summary>
    public TimeSpan? MaxRestartTime { get; init; }

    public TimeSpan? KeepaliveTime { get; init; }

    /// <summary>How often our own AS number may occur in a received path.</summary>
    public int? NumAllowedLocalAsNumbers { get; init; }

    /// <summary>Hops at most to the peer (RFC 5082); 1 is a direct neighbour.</summary>
    public byte? TtlSecurity { get; init; }

    /// <summary>A gateway through which the peer is reached by a host route.</summary>
    public Address? ReachableBy { get; init; }

    /// <summary>Names of BGPFilters, in order.</summary>
    public EquatableList<string> Filters { get; init; } = [];

    public ReversePeering? ReversePeering { get; init; }
}
