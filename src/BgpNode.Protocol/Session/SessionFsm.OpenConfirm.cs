using BgpNode.Protocol.Wire;
using static BgpNode.Protocol.Session.SessionAction;
using static BgpNode.Protocol.Session.SessionEvent;

namespace BgpNode.Protocol.Session;

public sealed partial class SessionFsm
{
    private Transition OnOpenConfirm(SessionEvent e) => e switch
    {
        ManualStop { Error: var error } => Stop(SessionState.OpenConfirm, DownReason.Sent(error)),         // 2
        AutomaticStop { Error: var error, StayDown: var rest } => Fail(SessionState.OpenConfirm, DownReason.Sent(error), rest), // 8
        HoldTimerExpires => Fail(SessionState.OpenConfirm, DownReason.Sent(ProtocolError.HoldTimerExpired)),             // 10
        KeepaliveTimerExpires => new(                                                                      // 11
            SessionState.OpenConfirm,
            new SendKeepalive(),
            new RestartTimer(SessionTimer.Keepalive)),
        // 14, 16, 17: another connection of the same peer has a table of its own; 15 is refused before it reaches one.
        TcpConnectionValid or TcpCrInvalid or TcpCrAcked or TcpConnectionConfirmed => new(SessionState.OpenConfirm),
        TcpConnectionFails => Fail(SessionState.OpenConfirm, DownReason.ConnectionLost),                   // 18
        BgpHeaderErr { Error: var error } => Fail(SessionState.OpenConfirm, DownReason.Sent(error)),       // 21
        BgpOpenMsgErr { Error: var error } => Fail(SessionState.OpenConfirm, DownReason.Sent(error)),      // 22
        OpenCollisionDump => Fail(SessionState.OpenConfirm, DownReason.Sent(ProtocolError.ConnectionCollisionResolution)),           // 23
        NotifMsgVerErr { Error: var error } => Fail(SessionState.OpenConfirm, DownReason.Received(error)), // 24
        NotifMsg { Error: var error } => Fail(SessionState.OpenConfirm, DownReason.Received(error)),       // 25
        KeepAliveMsg => new(                                                                               // 26
            SessionState.Established,
            new RestartTimer(SessionTimer.Hold),
            new PeerUp()),
        _ when IsStart(e) => new(SessionState.OpenConfirm),                                                // 1, 3 to 7: ignored
        // 19 as well: the RFC looks for a collision there, but a second OPEN on one connection is none.
        _ => Unexpected(SessionState.OpenConfirm, e),                                                      // 9, 12, 13, 19, 20, 27, 28
    };
}
