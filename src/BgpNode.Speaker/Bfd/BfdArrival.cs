using BgpNode.Net;

namespace BgpNode.Speaker.Bfd;

/// <summary>Where a packet came from.</summary>
/// <param name="Source">The sender's address.</param>
/// <param name="Scope">The link of a link-local sender, 0 otherwise.</param>
/// <param name="Ttl">What was left of its TTL.</param>
/// <param name="Multihop">It came to the port of RFC 5883.</param>
internal readonly record struct BfdArrival(Address Source, int Scope, int Ttl, bool Multihop)
{
    public (Address Source, int Scope, bool Multihop) Key => (Source, Scope, Multihop);
}
