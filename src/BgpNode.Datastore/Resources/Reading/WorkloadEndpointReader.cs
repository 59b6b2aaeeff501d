using BgpNode.Net;

namespace BgpNode.Datastore.Resources.Reading;

internal static class WorkloadEndpointReader
{
    public static WorkloadEndpointSpec Read(Fields fields, Metadata metadata)
    {
        fields.Ignore("ports", "qosControls"); // policy and shaping, of which we do neither
        var spec = new WorkloadEndpointSpec
        {
            Orchestrator = fields.Text("orchestrator", Scalars.Name) ?? "",
            Workload = fields.Text("workload", Scalars.Name),
            Node = fields.Text("node", Scalars.Name) ?? "",
            ContainerId = fields.Text("containerID", Scalars.Name),
            Pod = fields.Text("pod", Scalars.Name),
            Endpoint = fields.Text("endpoint", Scalars.Name) ?? "",
            ServiceAccountName = fields.Text("serviceAccountName", Scalars.Name),
            IPNetworks = fields.List<Prefix>("ipNetworks", Scalars.HostPrefix),
            IPNats = fields.Objects("ipNATs", Nat),
            IPv4Gateway = fields.Value<Address>("ipv4Gateway", Scalars.AddressV4),
            IPv6Gateway = fields.Value<Address>("ipv6Gateway", Scalars.AddressV6),
            Profiles = fields.List<string>("profiles", Scalars.Name),
            InterfaceName = fields.Text("interfaceName", Scalars.Interface),
            Mac = fields.Value<MacAddress>("mac", Scalars.Mac),
            AllowSpoofedSourcePrefixes = fields.List<Prefix>("allowSpoofedSourcePrefixes", Scalars.Prefix),
        };
        fields.Require("interfaceName", "the host's end of the endpoint's cable");
        CheckName(fields, spec, metadata.Name);
        return spec;
    }

    private static void CheckName(Fields fields, WorkloadEndpointSpec spec, string name)
    {
        if (!WorkloadEndpointName.TryFor(spec, out string expected, out string field, out string? problem))
        {
            if (!fields.Has(field) || problem!.StartsWith('\'')) // a field that is set but wrong was reported already
            {
                fields.Error(field, problem!);
            }
        }
        else if (name.Length > 0 && name != expected)
        {
            fields.Error("", $"metadata.name is '{name}', but node, orchestrator, workload and endpoint make it '{expected}'; write that");
        }
    }

    private static IpNat? Nat(Fields fields)
    {
        fields.Ignore("source");
        fields.Require("internalIP", "write the endpoint's own address");
        fields.Require("externalIP", "write the address it is known by");
        Address? inside = fields.Value<Address>("internalIP", Scalars.Address);
        Address? outside = fields.Value<Address>("externalIP", Scalars.Address);
        return inside is null || outside is null ? null : new IpNat(inside.Value, outside.Value);
    }
}
