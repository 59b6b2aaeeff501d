using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Speaker.Rib;

/// <summary>One path of one prefix, copied out of the RIB for display.</summary>
/// <param name="Prefix">Where to.</param>
/// <param name="Peer">The neighbour it came from or was sent to, <c>local</c> for this node's own.</param>
/// <param name="Attributes">As received, or as sent.</param>
/// <param name="Best">Whether it is the selected path.</param>
/// <param name="Reason">The step that decided, the rule that refused it; null when there is nothing to say.</param>
/// <param name="PathId">Its identifier in that session (RFC 7911 §3), null without.</param>
public sealed record RibRoute(Prefix Prefix, string Peer, PathAttributes Attributes, bool Best, string? Reason, uint? PathId = null);
