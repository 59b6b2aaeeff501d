namespace BgpNode.Conformance.Lab;

/// <summary>Cables between namespaces.</summary>
internal static class Veth
{
    /// <summary>Connects two namespaces; the addresses have lengths and may be of either family.</summary>
    public static async Task ConnectAsync(
        NetworkNamespace left, string leftName, IReadOnlyList<string> leftAddresses,
        NetworkNamespace right, string rightName, IReadOnlyList<string> rightAddresses)
    {
        await Shell.RunAsync(["ip", "link", "add", leftName, "netns", left.Name, "type", "veth", "peer", "name", rightName, "netns", right.Name]);
        await left.IpAsync(End(leftName, leftAddresses));
        await right.IpAsync(End(rightName, rightAddresses));
    }

    /// <summary>
    /// Plugs a workload's namespace into a node as Calico does: a host address, and a gateway that is nobody's address with
    /// the MAC of the node's end written down.
    /// </summary>
    public static async Task PlugWorkloadAsync(NetworkNamespace node, string hostInterface, NetworkNamespace workload, string address)
    {
        await Shell.RunAsync(
            ["ip", "link", "add", hostInterface, "netns", node.Name, "type", "veth", "peer", "name", "eth0", "netns", workload.Name]);
        await node.IpAsync($"link set {hostInterface} up");
        string mac = await node.MacAsync(hostInterface);
        await workload.IpAsync(
            $"addr add {address} dev eth0",
            "link set eth0 up",
            $"neigh replace 169.254.1.1 lladdr {mac} nud permanent dev eth0",
            "route replace default via 169.254.1.1 dev eth0 onlink");
    }

    private static IEnumerable<string> End(string name, IReadOnlyList<string> addresses) =>
    [
        .. addresses.Select(a => $"addr add {a} dev {name}{(a.Contains(':') ? " nodad" : "")}"),
        $"link set {name} up",
    ];
}
