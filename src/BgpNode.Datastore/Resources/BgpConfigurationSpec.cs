using BgpNode.Net;

namespace BgpNode.Datastore.Resources;

/// <summary>Calico's <c>BGPConfiguration.spec</c> and our additions. Null means not set; who uses a field applies its default.</summary>
public sealed record BgpConfigurationSpec
{
    public LogSeverity? LogSeverityScreen { get; init; }

    public bool? NodeToNodeMeshEnabled { get; init; }

    public AsNumber? AsNumber { get; init; }

    public ushort? ListenPort { get; init; }

    public BindMode? BindMode { get; init; }

    public EquatableList<Prefix> ServiceClusterIPs { get; init; } = [];

    public EquatableList<Prefix> ServiceExternalIPs { get; init; } = [];

    public EquatableList<Prefix> ServiceLoadBalancerIPs { get; init; } = [];

    public Toggle? ServiceLoadBalancerAggregation { get; init; }

    public EquatableList<NamedCommunity> Communities { get; init; } = [];

    public EquatableList<PrefixAdvertisement> PrefixAdvertisements { get; init; } = [];

    public SecretKeyRef? NodeMeshPassword { get; init; }

    public TimeSpan? NodeMeshMaxRestartTime { get; init; }

    public EquatableList<string> IgnoredInterfaces { get; init; } = [];

    public Address? LocalWorkloadPeeringIPv4 { get; init; }

    public Address? LocalWorkloadPeeringIPv6 { get; init; }

    public ProgramClusterRoutes? ProgramClusterRoutes { get; init; }

    public int? IPv4NormalRoutePriority { get; init; }

    public int? IPv6NormalRoutePriority { get; init; }

    /// <summary>Ours: <c>Enabled</c> is RFC 8212 to the letter.</summary>
    public Toggle? EbgpRequiresPolicy { get; init; }

    /// <summary>Ours: the BGP Identifier of the node.</summary>
    public RouterId? RouterId { get; init; }

    /// <summary>Ours.</summary>
    public MultipathSpec? Multipath { get; init; }

    /// <summary>Ours: an external path stays the best one until a better one comes (RFC 5004).</summary>
    public Toggle? PreferOldestExternal { get; init; }

    /// <summary>Ours: protocol number of our kernel routes, 5 to 255.</summary>
    public byte? RouteProtocol { get; init; }

    /// <summary>Ours: hold time of peers that name none; zero or at least 3 seconds.</summary>
    public TimeSpan? DefaultHoldTime { get; init; }
}
