using BgpNode.Protocol.Wire;
using static BgpNode.Protocol.Session.SessionAction;
using static BgpNode.Protocol.Session.SessionEvent;

namespace BgpNode.Protocol.Session;

public sealed partial class SessionFsm
{
    private Transition OnEstablished(SessionEvent e) => e switch
    {
        ManualStop { Error: var error } => Stop(SessionState.Established, DownReason.Sent(error)),         // 2
        AutomaticStop { Error: var error, StayDown: var rest } => Fail(SessionState.Established, DownReason.Sent(error), rest), // 8
        HoldTimerExpires => Fail(SessionState.Established, DownReason.Sent(ProtocolError.HoldTimerExpired)),             // 10
        KeepaliveTimerExpires => new(                                                                      // 11
            SessionState.Established,
            new SendKeepalive(),
            new RestartTimer(SessionTimer.Keepalive)),
        // 14, 16, 17: another connection of the same peer has a table of its own; 15 is refused before it reaches one.
        TcpConnectionValid or TcpCrInvalid or TcpCrAcked or TcpConnectionConfirmed => new(SessionState.Established),
        TcpConnectionFails => Fail(SessionState.Established, DownReason.ConnectionLost),                   // 18
        // 21: the RFC lists it under "any other"; §6.1 and every implementation name the header error instead.
        BgpHeaderErr { Error: var error } => Fail(SessionState.Established, DownReason.Sent(error)),
        OpenCollisionDump => Fail(SessionState.Established, DownReason.Sent(ProtocolError.ConnectionCollisionResolution)),           // 23
        NotifMsgVerErr { Error: var error } => Fail(SessionState.Established, DownReason.Received(error)), // 24
        NotifMsg { Error: var error } => Fail(SessionState.Established, DownReason.Received(error)),       // 25
        KeepAliveMsg or UpdateMsg or RouteRefreshMsg => new(                                               // 26, 27, RFC 2918
            SessionState.Established,
            new RestartTimer(SessionTimer.Hold)),
        UpdateMsgErr { Error: var error } => Fail(SessionState.Established, DownReason.Sent(error)),       // 28
        RouteRefreshMsgErr { Error: var error } => Fail(SessionState.Established, DownReason.Sent(error)), // RFC 7313 §5
        // 29, RFC 9687 §3.2: a NOTIFICATION would stand behind what the peer does not read, so it only gets a closed connection.
        SendHoldTimerExpires => Fail(SessionState.Established, new DownReason(DownCause.PeerNotReading)),
        _ when IsStart(e) => new(SessionState.Established),                                                // 1, 3 to 7: ignored
        _ => Unexpected(SessionState.Established, e),                                                      // 9, 12, 13, 19, 20, 22
    };
}
