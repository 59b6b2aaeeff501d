using System.Collections.Immutable;
using BgpNode.Net;

namespace BgpNode.Kernel.Nexthops;

/// <summary>
/// A nexthop object: routes name its id, and changing it changes them all in one message. Either a single way to leave or,
/// with <see cref="Members"/>, a group of such objects. Equal by value.
/// </summary>
/// <param name="Id">Chosen by the caller; the number is common to all programs of the network namespace.</param>
/// <param name="Protocol">Who made it. The kernel keeps it and compares it nowhere, so its ids must be our own by range.</param>
/// <param name="Family">Of the gateway; without one, of the routes that may use it. Not looked at for a group.</param>
/// <param name="Gateway">The next router, or null.</param>
/// <param name="InterfaceIndex">Needed for all but blackholes and groups.</param>
/// <param name="OnLink">Whether the gateway is on the interface although no address of it says so.</param>
/// <param name="IsBlackhole">Whether packets end here.</param>
public sealed record Nexthop(
    uint Id, byte Protocol, Family Family, Address? Gateway, int InterfaceIndex, bool OnLink = false, bool IsBlackhole = false)
{
    /// <summary>The objects of a group, empty for a single one.</summary>
    public ImmutableArray<NexthopMember> Members { get; init; } = [];

    public bool IsGroup => !Members.IsDefaultOrEmpty;

    /// <summary>A group; the members must exist before it.</summary>
    public static Nexthop Group(uint id, byte protocol, params ImmutableArray<NexthopMember> members) =>
        new(id, protocol, Family.IPv4, null, 0) { Members = members };

    public bool Equals(Nexthop? other) =>
        other is not null
        && (Id, Protocol, Family, Gateway, InterfaceIndex, OnLink, IsBlackhole)
            == (other.Id, other.Protocol, other.Family, other.Gateway, other.InterfaceIndex, other.OnLink, other.IsBlackhole)
        && Members.AsSpan().SequenceEqual(other.Members.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Id, Gateway, InterfaceIndex, Members.Length);
}
