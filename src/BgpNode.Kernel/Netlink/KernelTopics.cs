namespace BgpNode.Kernel.Netlink;

/// <summary>What a subscription is about.</summary>
[Flags]
public enum KernelTopics
{
    None = 0,
    Links = 1,
    Addresses = 2,
    Neighbours = 4,
    Nexthops = 8,
    RoutesIPv4 = 16,
    RoutesIPv6 = 32,
    Routes = RoutesIPv4 | RoutesIPv6,
    All = Links | Addresses | Neighbours | Nexthops | Routes,
}
