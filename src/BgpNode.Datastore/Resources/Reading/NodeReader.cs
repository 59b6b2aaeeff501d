using BgpNode.Net;

namespace BgpNode.Datastore.Resources.Reading;

internal static class NodeReader
{
    public static NodeSpec Read(Fields fields)
    {
        fields.Ignore("orchRefs", "interfaces");
        (Address?, Address?) wireguard = (null, null);
        if (fields.Object("wireguard", Wireguard) is { } tunnel)
        {
            wireguard = (tunnel.V4, tunnel.V6);
        }

        return new NodeSpec
        {
            Bgp = fields.Object("bgp", ReadBgp),
            IPv4VxlanTunnelAddress = fields.Value<Address>("ipv4VXLANTunnelAddr", Scalars.AddressV4),
            VxlanTunnelMac = fields.Value<MacAddress>("vxlanTunnelMACAddr", Scalars.Mac),
            IPv6VxlanTunnelAddress = fields.Value<Address>("ipv6VXLANTunnelAddr", Scalars.AddressV6),
            VxlanTunnelMacV6 = fields.Value<MacAddress>("vxlanTunnelMACAddrV6", Scalars.Mac),
            WireguardIPv4Address = wireguard.Item1,
            WireguardIPv6Address = wireguard.Item2,
            Addresses = fields.Objects("addresses", address => address.Value<(Address Address, byte)>("address", Scalars.LinkAddress) is { } value
                ? new NodeAddress(value.Address, address.Text("type")) : null),
        };
    }

    private static NodeBgpSpec ReadBgp(Fields fields)
    {
        (Address Address, byte Length)? v4 = LinkAddress(fields, "ipv4Address", Family.IPv4);
        (Address Address, byte Length)? v6 = LinkAddress(fields, "ipv6Address", Family.IPv6);
        return new NodeBgpSpec
        {
            AsNumber = fields.AsNumber("asNumber"),
            IPv4Address = v4?.Address,
            IPv4PrefixLength = v4?.Length ?? 0,
            IPv6Address = v6?.Address,
            IPv6PrefixLength = v6?.Length ?? 0,
            IPv4IpipTunnelAddress = fields.Value<Address>("ipv4IPIPTunnelAddr", Scalars.AddressV4),
            RouteReflectorClusterID = fields.Value<RouterId>("routeReflectorClusterID", Scalars.RouterId),
        };
    }

    private static (Address Address, byte Length)? LinkAddress(Fields fields, string name, Family family)
    {
        (Address Address, byte Length)? value = fields.Value<(Address Address, byte Length)>(name, Scalars.LinkAddress);
        if (value is { } link && link.Address.Family != family)
        {
            fields.Error(name, $"'{link.Address}' belongs in {(family == Family.IPv4 ? "ipv6Address" : "ipv4Address")}");
        }

        return value;
    }

    private static WireguardAddresses Wireguard(Fields fields) => new(
        fields.Value<Address>("interfaceIPv4Address", Scalars.AddressV4),
        fields.Value<Address>("interfaceIPv6Address", Scalars.AddressV6));

    private sealed record WireguardAddresses(Address? V4, Address? V6);
}
