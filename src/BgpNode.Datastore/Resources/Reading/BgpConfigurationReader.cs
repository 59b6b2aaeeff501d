using BgpNode.Net;

namespace BgpNode.Datastore.Resources.Reading;

internal static class BgpConfigurationReader
{
    /// <summary>Calico's bound for route priorities: 31 bits, less one.</summary>
    public const int MaxPriority = 2147483646;

    public static BgpConfigurationSpec Read(Fields fields, Metadata metadata)
    {
        var spec = new BgpConfigurationSpec
        {
            LogSeverityScreen = fields.Choice<LogSeverity>("logSeverityScreen"),
            NodeToNodeMeshEnabled = fields.Boolean("nodeToNodeMeshEnabled"),
            AsNumber = fields.AsNumber("asNumber"),
            ListenPort = (ushort?)fields.Whole("listenPort", 1, 65535),
            BindMode = fields.Choice<BindMode>("bindMode"),
            ServiceClusterIPs = Cidrs(fields, "serviceClusterIPs"),
            ServiceExternalIPs = Cidrs(fields, "serviceExternalIPs"),
            ServiceLoadBalancerIPs = Cidrs(fields, "serviceLoadBalancerIPs"),
            ServiceLoadBalancerAggregation = fields.Choice<Toggle>("serviceLoadBalancerAggregation"),
            Communities = fields.Objects("communities", Community),
            PrefixAdvertisements = fields.Objects("prefixAdvertisements", Advertisement),
            NodeMeshPassword = fields.Object("nodeMeshPassword", SecretReader.Read),
            NodeMeshMaxRestartTime = fields.Duration("nodeMeshMaxRestartTime", TimeSpan.Zero, BgpPeerReader.MaxRestartTime, wholeSeconds: true),
            IgnoredInterfaces = fields.List<string>("ignoredInterfaces", Scalars.InterfacePattern),
            LocalWorkloadPeeringIPv4 = fields.Value<Address>("localWorkloadPeeringIPV4", Scalars.AddressV4),
            LocalWorkloadPeeringIPv6 = fields.Value<Address>("localWorkloadPeeringIPV6", Scalars.AddressV6),
            ProgramClusterRoutes = fields.Choice<ProgramClusterRoutes>("programClusterRoutes"),
            IPv4NormalRoutePriority = (int?)fields.Whole("ipv4NormalRoutePriority", 1, MaxPriority),
            IPv6NormalRoutePriority = (int?)fields.Whole("ipv6NormalRoutePriority", 1, MaxPriority),
            EbgpRequiresPolicy = fields.Choice<Toggle>("ebgpRequiresPolicy"),
            RouterId = fields.Value<RouterId>("routerID", Scalars.RouterId),
            Multipath = fields.Object("multipath", Multipath),
            PreferOldestExternal = fields.Choice<Toggle>("preferOldestExternal"),
            RouteProtocol = (byte?)fields.Whole("routeProtocol", 5, 255), // 0 to 4 are the kernel's own (rtnetlink.h)
            DefaultHoldTime = BgpPeerReader.HoldTime(fields, "defaultHoldTime"),
        };
        CheckName(fields, metadata.Name);
        CheckCommunityNames(fields, spec, metadata.Name);
        return spec;
    }

    private static void CheckName(Fields fields, string name)
    {
        if (name.Length > 0 && name != "default" && !name.StartsWith("node.", StringComparison.Ordinal))
        {
            fields.Warning("", $"'{name}' has no effect; a BGPConfiguration is named default, or node.<name> for one node");
        }
    }

    /// <summary>A node's own configuration may use the names that <c>default</c> gives, so only <c>default</c> can be judged alone.</summary>
    private static void CheckCommunityNames(Fields fields, BgpConfigurationSpec spec, string name)
    {
        foreach (string community in spec.PrefixAdvertisements.SelectMany(advertisement => advertisement.Communities))
        {
            if (name == "default" && !CommunityValue.TryParse(community, out _) && spec.Communities.All(known => known.Name != community))
            {
                fields.Error("prefixAdvertisements",
                    $"community '{community}' is neither a value such as 64512:100 nor named in spec.communities{Spelling.Hint(community, spec.Communities.Select(known => known.Name))}");
            }
        }
    }

    private static EquatableList<Prefix> Cidrs(Fields fields, string name) =>
        [.. fields.Objects<object>(name, block =>
        {
            block.Require("cidr", "write the range, such as cidr: 10.96.0.0/12");
            return block.Value<Prefix>("cidr", Scalars.Prefix);
        }).Cast<Prefix>()];

    private static NamedCommunity? Community(Fields fields)
    {
        fields.Require("name", "give the community a name");
        fields.Require("value", "write the community, such as 64512:100");
        string? name = fields.Text("name", Scalars.NotEmpty);
        CommunityValue? value = fields.Value<CommunityValue>("value", Scalars.Community);
        return name is null || value is null ? null : new NamedCommunity(name, value.Value);
    }

    private static PrefixAdvertisement? Advertisement(Fields fields)
    {
        fields.Require("cidr", "write the prefix whose routes get the communities");
        EquatableList<string> communities = fields.List<string>("communities", Scalars.NotEmpty);
        return fields.Value<Prefix>("cidr", Scalars.Prefix) is { } cidr ? new PrefixAdvertisement(cidr, communities) : null;
    }

    private static MultipathSpec Multipath(Fields fields) =>
        new((int?)fields.Whole("ebgp", 1, 256), (int?)fields.Whole("ibgp", 1, 256));
}
