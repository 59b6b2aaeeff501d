using BgpNode.Net;
using BgpNode.Protocol.Session;

namespace BgpNode.Speaker.Peers;

/// <summary>A session went from one state to another.</summary>
/// <param name="Peer">The neighbour's configured name.</param>
/// <param name="Address">Its address.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state now.</param>
/// <param name="Reason">Why it fell, in words; empty while it climbs.</param>
/// <param name="At">When.</param>
public sealed record SessionChange(string Peer, Address Address, SessionState From, SessionState To, string Reason, DateTimeOffset At);
