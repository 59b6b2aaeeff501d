using BgpNode.Demo.Routers;
using BgpNode.Demo.Tools;
using BgpNode.Demo.Topology;
using BgpNode.Net;

namespace BgpNode.Demo;

/// <summary>Makes the namespaces, links, workloads and daemons, and takes them away again.</summary>
internal static class LabBuilder
{
    /// <summary>Builds the lab and starts its daemons; returns when all have been started, not when they have converged.</summary>
    /// <exception cref="DemoException">Something could not be made.</exception>
    public static async Task<LabState> BuildAsync(TorKind tor, bool ipv6, CancellationToken cancel)
    {
        var state = LabState.New(tor, ipv6);
        state.Save();
        await MakeNamespacesAsync(ipv6, cancel);
        await MakeLinksAsync(state, cancel);
        await WriteIntentAsync(state, cancel);
        foreach (LabRouter router in LabPlan.Routers)
        {
            state = await StartAsync(router, state, cancel);
        }

        return state;
    }

    /// <summary>Removes what a lab consists of; nothing happens when there is none. Returns the number of things removed.</summary>
    public static async Task<int> RemoveAsync(CancellationToken cancel)
    {
        ProcessIdentity[] processes = [.. LabState.Load()?.Processes.Select(p => p.Identity).Where(p => p.IsRunning) ?? []];
        await Daemon.EndAsync(processes, cancel);
        string[] namespaces = [.. LabPlan.Namespaces.Where(IpTool.NamespaceExists)];
        foreach (string netns in namespaces)
        {
            ToolResult deleted = await IpTool.DeleteNamespaceAsync(netns, cancel);
            if (!deleted.Succeeded)
            {
                throw new DemoException($"{netns} could not be removed: {deleted.Reason}");
            }
        }

        LabFiles.Clear();
        return processes.Length + namespaces.Length;
    }

    /// <summary>Plugs a workload into a node by a new veth; its earlier one, if any, stays until it is unplugged.</summary>
    public static async Task PlugAsync(LabWorkload workload, LabRouter node, string @interface, bool ipv6, CancellationToken cancel)
    {
        await IpTool.BatchAsync(null,
            [$"link add {workload.HostInterface} address {LabPlan.GatewayMac} netns {node.Namespace} type veth peer name {@interface} netns {workload.Namespace}"], cancel);
        await IpTool.BatchAsync(node.Namespace, [$"link set {workload.HostInterface} up"], cancel);
        await IpTool.BatchAsync(workload.Namespace,
        [
            $"addr add {Prefix.Host(workload.IPv4)} dev {@interface}",
            .. ipv6 ? [$"addr add {Prefix.Host(workload.IPv6)} dev {@interface} nodad"] : Array.Empty<string>(),
            $"link set {@interface} up",
            // The gateway is nobody's address: any host answers for it, so its MAC is written down instead of asked for.
            $"neigh replace {LabPlan.GatewayIPv4} lladdr {LabPlan.GatewayMac} nud permanent dev {@interface}",
            $"route replace default via {LabPlan.GatewayIPv4} dev {@interface} onlink",
            .. ipv6 ? [$"route replace default via {LabPlan.GatewayIPv6} dev {@interface} metric 1024"] : Array.Empty<string>(),
        ], cancel);
    }

    private static async Task MakeNamespacesAsync(bool ipv6, CancellationToken cancel)
    {
        await IpTool.BatchAsync(null, LabPlan.Namespaces.Select(name => $"netns add {name}"), cancel);
        // Settings come before the interfaces, which take the defaults of the moment of their making.
        await Task.WhenAll(LabPlan.Namespaces.Select(name => IpTool.SysctlAsync(name, Settings(ipv6), cancel)));
        await Task.WhenAll(LabPlan.Namespaces.Select(name => IpTool.BatchAsync(name, ["link set lo up"], cancel)));
    }

    private static (string Name, int Value)[] Settings(bool ipv6)
    {
        (string, int)[] ipv4 =
        [
            ("ipv4/ip_forward", 1),
            // A workload on its way from one node to another is reached and answers by different ways for a moment.
            ("ipv4/conf/all/rp_filter", 0),
            ("ipv4/conf/default/rp_filter", 0),
        ];
        return !ipv6 ? ipv4 :
        [
            .. ipv4,
            ("ipv6/conf/all/disable_ipv6", 0),
            ("ipv6/conf/default/disable_ipv6", 0),
            ("ipv6/conf/all/forwarding", 1),
            // Duplicate address detection takes a second, and nobody else is on these links.
            ("ipv6/conf/all/accept_dad", 0),
            ("ipv6/conf/default/accept_dad", 0),
        ];
    }

    private static async Task MakeLinksAsync(LabState state, CancellationToken cancel)
    {
        await IpTool.BatchAsync(null, LabPlan.Links.Select(link =>
            $"link add {link.TorInterface} netns {LabPlan.Tor.Namespace} type veth peer name {LabLink.NodeInterface} netns {link.Node.Namespace}"), cancel);
        await IpTool.BatchAsync(LabPlan.Tor.Namespace, LabPlan.Links.SelectMany(link => End(link.TorInterface, link.Tor, state.IPv6)), cancel);
        await Task.WhenAll(LabPlan.Links.Select(link =>
            IpTool.BatchAsync(link.Node.Namespace, [.. End(LabLink.NodeInterface, link.Far, state.IPv6), .. Uplink(link, state.IPv6)], cancel)));
        await Task.WhenAll(LabPlan.Workloads.Select(w => PlugAsync(w, state.NodeOf(w), "eth0", state.IPv6, cancel)));
    }

    private static IEnumerable<string> End(string @interface, LinkEnd end, bool ipv6) =>
    [
        $"addr add {end.IPv4}/{LinkEnd.IPv4Length} dev {@interface}",
        .. ipv6 ? [$"addr add {end.IPv6}/{LinkEnd.IPv6Length} dev {@interface} nodad"] : Array.Empty<string>(),
        $"link set {@interface} up",
    ];

    // A node reaches the rest of the world through its rack; that is the host's own business and not BGP's.
    private static IEnumerable<string> Uplink(LabLink link, bool ipv6) =>
        LabIntent.Families(ipv6).Select(family => $"route add default via {link.Tor.Of(family)} dev {LabLink.NodeInterface}");

    private static async Task WriteIntentAsync(LabState state, CancellationToken cancel)
    {
        Directory.CreateDirectory(LabFiles.Intent);
        await File.WriteAllTextAsync(Path.Combine(LabFiles.Intent, "nodes.yaml"), LabIntent.Nodes(state.IPv6), cancel);
        foreach (LabWorkload workload in LabPlan.Workloads)
        {
            await LabIntent.WriteEndpointAsync(workload, state.NodeOf(workload), state.IPv6, cancel);
        }
    }

    private static async Task<LabState> StartAsync(LabRouter router, LabState state, CancellationToken cancel)
    {
        Directory.CreateDirectory(LabFiles.Folder(router));
        foreach (IReadOnlyList<string> command in await RouterSoftware.Of(router, state).PrepareAsync(router, state, cancel))
        {
            state = state.With(new LabProcess(router.Name, Daemon.Launch(router.Namespace, LabFiles.Log(router), command)));
            state.Save();
        }

        return state;
    }
}
