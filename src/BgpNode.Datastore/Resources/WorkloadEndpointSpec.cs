using BgpNode.Net;

namespace BgpNode.Datastore.Resources;

/// <summary>Calico's <c>WorkloadEndpoint.spec</c>. Null means not set.</summary>
public sealed record WorkloadEndpointSpec
{
    /// <summary><c>k8s</c>, <c>cni</c>, <c>libnetwork</c> or another word.</summary>
    public string Orchestrator { get; init; } = "";

    public string? Workload { get; init; }

    /// <summary>The node it runs on.</summary>
    public string Node { get; init; } = "";

    public string? ContainerId { get; init; }

    public string? Pod { get; init; }

    public string Endpoint { get; init; } = "";

    public string? ServiceAccountName { get; init; }

    /// <summary>Its addresses, /32 or /128 each.</summary>
    public EquatableList<Prefix> IPNetworks { get; init; } = [];

    public EquatableList<IpNat> IPNats { get; init; } = [];

    public Address? IPv4Gateway { get; init; }

    public Address? IPv6Gateway { get; init; }

    public EquatableList<string> Profiles { get; init; } = [];

    /// <summary>The host's end of its cable.</summary>
    public string? InterfaceName { get; init; }

    public MacAddress? Mac { get; init; }

    public EquatableList<Prefix> AllowSpoofedSourcePrefixes { get; init; } = [];
}
