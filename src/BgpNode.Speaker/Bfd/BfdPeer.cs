using BgpNode.Net;

namespace BgpNode.Speaker.Bfd;

/// <summary>Whose reachability a session watches. Two that are equal are one session.</summary>
/// <param name="Name">The neighbour's, for logs.</param>
/// <param name="Remote">Its address.</param>
/// <param name="Local">Our source address; null lets the kernel choose.</param>
/// <param name="Interface">The link of a link-local address; null otherwise.</param>
/// <param name="Multihop">RFC 5883.</param>
/// <param name="MaxHops">How far away it may be at most: 1 for single hop (RFC 5881 §5), up to 255 else.</param>
public sealed record BfdPeer(string Name, Address Remote, Address? Local, string? Interface, bool Multihop, int MaxHops);
