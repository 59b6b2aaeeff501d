namespace BgpNode.Datastore.Resources;

/// <summary>What Calico's API calls each kind.</summary>
public static class ResourceKinds
{
    public const string CalicoVersion = "projectcalico.org/v3";
    public const string OwnVersion = "bgpnode.io/v1";

    public static IReadOnlyList<ResourceKind> All { get; } = Enum.GetValues<ResourceKind>();

    // Kinds of Calico that say nothing about routing to us: in a directory they deserve one note, in etcd silence.
    private static readonly HashSet<string> UnusedKinds =
    [
        "BlockAffinity", "CalicoNodeStatus", "ClusterInformation", "FelixConfiguration", "GlobalNetworkPolicy", "GlobalNetworkSet",
        "HostEndpoint", "IPAMBlock", "IPAMConfig", "IPAMConfiguration", "IPAMHandle", "IPReservation", "KubeControllersConfiguration",
        "NetworkPolicy", "NetworkSet", "Profile", "RemoteClusterConfiguration", "StagedGlobalNetworkPolicy",
        "StagedKubernetesNetworkPolicy", "StagedNetworkPolicy", "Tier",
    ];

    extension(ResourceKind kind)
    {
        /// <summary><c>projectcalico.org/v3</c> or <c>bgpnode.io/v1</c>.</summary>
        public string ApiVersion => kind == ResourceKind.Announcement ? OwnVersion : CalicoVersion;

        /// <summary>As it stands in etcd's keys: <c>bgppeers</c>.</summary>
        public string Plural => kind switch
        {
            ResourceKind.Node => "nodes",
            ResourceKind.BGPConfiguration => "bgpconfigurations",
            ResourceKind.BGPPeer => "bgppeers",
            ResourceKind.BGPFilter => "bgpfilters",
            ResourceKind.IPPool => "ippools",
            ResourceKind.WorkloadEndpoint => "workloadendpoints",
            _ => "announcements",
        };

        /// <summary>Whether its names are unique within a namespace only.</summary>
        public bool IsNamespaced => kind == ResourceKind.WorkloadEndpoint;
    }

    /// <summary>The kind of a name as documents write it, exactly.</summary>
    public static bool TryParse(string name, out ResourceKind kind)
    {
        foreach (ResourceKind candidate in All)
        {
            if (candidate.ToString() == name)
            {
                kind = candidate;
                return true;
            }
        }

        kind = default;
        return false;
    }

    /// <summary>Whether it is a kind of Calico that bgpnode does not use.</summary>
    public static bool IsUnusedCalicoKind(string name) => UnusedKinds.Contains(name);
}
