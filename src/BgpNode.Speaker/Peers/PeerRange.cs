using BgpNode.Net;

namespace BgpNode.Speaker.Peers;

/// <summary>
/// Neighbours that nobody names: whoever connects from a prefix gets a session of its own, made from a template. Immutable, and
/// equal when it says the same.
/// </summary>
/// <param name="Prefix">Where they connect from. Of several ranges that hold an address the longest prefix counts.</param>
/// <param name="Template">How each of them is treated; its name is the range's, its remote address means nothing.</param>
public sealed record PeerRange(Prefix Prefix, PeerConfig Template)
{
    /// <summary>How many sessions the range may have at a time, up or down; further connections are closed.</summary>
    public int MaxSessions { get; init; } = 256;

    public string Name => Template.Name;

    /// <summary>One neighbour of the range, named <c>range-address</c>. It dials us, never we it.</summary>
    public PeerConfig ConfigOf(Address address) => Template with { Name = $"{Name}-{address}", RemoteAddress = address, Passive = true };
}
