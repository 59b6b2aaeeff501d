using BgpNode.Speaker.Bfd;
using BgpNode.Speaker.Rib;
using BgpNode.Speaker.Sockets;
using BgpNode.Speaker.Timers;
using Microsoft.Extensions.Logging;

namespace BgpNode.Speaker.Peers;

/// <summary>What all sessions of a speaker share.</summary>
/// <param name="Rib">Where routes go.</param>
/// <param name="Dialer">Makes connections.</param>
/// <param name="Timers">Wakes sessions.</param>
/// <param name="Bfd">Watches neighbours.</param>
/// <param name="Forwarding">What OPENs say of this node's restart.</param>
/// <param name="Drain">Whether this node is on its way out.</param>
/// <param name="Clock">Says what time it is.</param>
/// <param name="Logger">Says what happens.</param>
/// <param name="Changed">Is told of every change of state.</param>
internal sealed record SpeakerContext(
    IRibInbox Rib, IPeerDialer Dialer, SessionTimers Timers, IBfd Bfd, ForwardingState Forwarding, Drain Drain, TimeProvider Clock, ILogger<PeerSession> Logger, Action<SessionChange> Changed);
