using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Reconciler.Intent;

namespace BgpNode.Reconciler.Desired;

/// <summary>Calico's defaults for what a BGPConfiguration leaves out, and the node's own facts.</summary>
internal static class BgpDefaults
{
    /// <summary>Calico's AS number for a cluster that names none.</summary>
    public static readonly AsNumber ClusterAs = new(64512);

    public const ushort Port = 179;
    public const int RoutePriority = 1024;
    public const byte RouteProtocol = 179;
    public static readonly TimeSpan ConnectRetryTime = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan HoldTime = TimeSpan.FromSeconds(90);

    /// <summary>As Calico's BIRD has it: graceful restart is on, and a node is back in two minutes.</summary>
    public static readonly TimeSpan RestartTime = TimeSpan.FromSeconds(120);

    /// <summary>With the multiplier of three a failure is seen within a second.</summary>
    public static readonly TimeSpan BfdInterval = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// The configuration that holds for a node: <c>default</c>, with the three fields that Calico lets <c>node.&lt;name&gt;</c> override.
    /// </summary>
    public static BgpConfigurationSpec Of(IntentSnapshot intent, string node)
    {
        BgpConfigurationSpec spec = intent.Find<BgpConfigurationResource>(ResourceKind.BGPConfiguration, "default")?.Spec ?? new();
        BgpConfigurationSpec? own = intent.Find<BgpConfigurationResource>(ResourceKind.BGPConfiguration, $"node.{node}")?.Spec;
        return own is null
            ? spec
            : spec with
            {
                Communities = [.. own.Communities, .. spec.Communities], // an advertisement uses the names of its own configuration
                PrefixAdvertisements = own.PrefixAdvertisements.Count > 0 ? own.PrefixAdvertisements : spec.PrefixAdvertisements,
                ListenPort = own.ListenPort ?? spec.ListenPort,
                LogSeverityScreen = own.LogSeverityScreen ?? spec.LogSeverityScreen,
                RouterId = own.RouterId ?? spec.RouterId, // ours, and only sensible per node
            };
    }

    /// <summary>The AS number of a node.</summary>
    public static AsNumber AsOf(NodeResource? node, BgpConfigurationSpec bgp) => node?.Spec.Bgp?.AsNumber ?? bgp.AsNumber ?? ClusterAs;

    /// <summary>
    /// The BGP Identifier: as configured, else the node's IPv4 address, else made from its name, as Calico's <c>hash</c> does, so
    /// that a node with IPv6 alone has one that stays.
    /// </summary>
    public static RouterId RouterIdOf(NodeResource? node, BgpConfigurationSpec bgp, string name, Address? hostAddress)
    {
        if (bgp.RouterId is { } configured)
        {
            return configured;
        }

        Address? address = node?.Spec.Bgp?.IPv4Address ?? hostAddress;
        if (address is { Family: Family.IPv4, IsUnspecified: false, IsLoopback: false } v4)
        {
            return new RouterId((uint)v4.Bits);
        }

        uint hash = 2166136261;
        foreach (char letter in name)
        {
            hash = (hash ^ letter) * 16777619;
        }

        return new RouterId(hash == 0 ? 1 : hash);
    }
}
