using BgpNode.Net;

namespace BgpNode.Protocol.Validation;

/// <summary>Whether an address can be a next hop at all, RFC 4271 §6.3: "a valid IP host address", and not our own.</summary>
internal static class NextHopRules
{
    private const uint Broadcast = uint.MaxValue;

    /// <summary>What is wrong with it, or null.</summary>
    public static string? Problem(Address nextHop, AttributeRules rules) =>
        nextHop.IsUnspecified || (nextHop.Family == Family.IPv4 && (uint)nextHop.Bits >> 24 == 0) ? $"next hop {nextHop} is unspecified"
        : nextHop.IsLoopback ? $"next hop {nextHop} is a loopback address"
        : nextHop.IsMulticast ? $"next hop {nextHop} is a multicast address"
        : nextHop.Family == Family.IPv4 && nextHop.Bits == Broadcast ? $"next hop {nextHop} is the broadcast address"
        : nextHop == rules.LocalAddress ? $"next hop {nextHop} is our own address"
        : null;
}
