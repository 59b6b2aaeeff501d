namespace BgpNode.Kernel.Sysctls;

/// <summary>A numeric setting of the network stack, by its path below /proc/sys.</summary>
public readonly record struct Sysctl
{
    private Sysctl(string path) => Path = path;

    /// <summary>For example <c>net/ipv4/ip_forward</c>.</summary>
    public string Path { get; }

    /// <summary>Whether IPv4 packets of others are routed; 1 on a node.</summary>
    public static readonly Sysctl IPv4Forwarding = new("net/ipv4/ip_forward");

    /// <summary>Whether IPv6 packets of others are routed; 1 on a node.</summary>
    public static readonly Sysctl IPv6Forwarding = new("net/ipv6/conf/all/forwarding");

    /// <summary>Whether the host answers ARP for addresses it routes elsewhere.</summary>
    public static Sysctl ProxyArp(string interfaceName) => OfInterface("ipv4", interfaceName, "proxy_arp");

    /// <summary>The longest wait before such an answer, in hundredths of a second, rounded by the kernel's clock.</summary>
    public static Sysctl ProxyDelay(string interfaceName) => new($"net/ipv4/neigh/{Checked(interfaceName)}/proxy_delay");

    /// <summary>0 off, 1 strict, 2 loose reverse path check; the larger of this and <c>all</c> counts.</summary>
    public static Sysctl ReversePathFilter(string interfaceName) => OfInterface("ipv4", interfaceName, "rp_filter");

    /// <summary>Whether packets from and to 127.0.0.0/8 are routed here.</summary>
    public static Sysctl RouteLocalnet(string interfaceName) => OfInterface("ipv4", interfaceName, "route_localnet");

    /// <summary>Whether packets that come in here are routed on.</summary>
    public static Sysctl IPv4ForwardingOf(string interfaceName) => OfInterface("ipv4", interfaceName, "forwarding");

    /// <inheritdoc cref="IPv4ForwardingOf"/>
    public static Sysctl IPv6ForwardingOf(string interfaceName) => OfInterface("ipv6", interfaceName, "forwarding");

    /// <summary>Whether the host answers neighbour solicitations for addresses it has proxy entries for.</summary>
    public static Sysctl ProxyNdp(string interfaceName) => OfInterface("ipv6", interfaceName, "proxy_ndp");

    /// <summary>0 ignores router advertisements; 2 takes them although the host forwards.</summary>
    public static Sysctl AcceptRouterAdvertisements(string interfaceName) => OfInterface("ipv6", interfaceName, "accept_ra");

    /// <summary>Whether IPv6 routes through an interface that goes down vanish without events.</summary>
    public static readonly Sysctl IPv6SilentOnDown = new("net/ipv6/route/skip_notify_on_dev_down");

    public override string ToString() => Path.Replace('/', '.');

    private static Sysctl OfInterface(string family, string interfaceName, string setting) =>
        new($"net/{family}/conf/{Checked(interfaceName)}/{setting}");

    /// <summary>The kernel allows no interface a name that would lead to another directory.</summary>
    private static string Checked(string interfaceName) =>
        interfaceName.Length > 0 && interfaceName is not ("." or "..") && !interfaceName.Contains('/', StringComparison.Ordinal)
            ? interfaceName
            : throw new ArgumentException($"'{interfaceName}' is no name of an interface.", nameof(interfaceName));
}
