using static BgpNode.Protocol.Session.SessionAction;
using static BgpNode.Protocol.Session.SessionEvent;

namespace BgpNode.Protocol.Session;

public sealed partial class SessionFsm
{
    private Transition OnActive(SessionEvent e) => e switch
    {
        ManualStop => Stop(SessionState.Active, DownReason.Stopped),                                       // 2
        ConnectRetryTimerExpires when settings.Passive => new(SessionState.Active),                        // 9: a passive side never dials
        ConnectRetryTimerExpires => new(                                                                   // 9
            SessionState.Connect,
            new StartTimer(SessionTimer.ConnectRetry, settings.ConnectRetryTime),
            new StartConnect()),
        DelayOpenTimerExpires => SendOpenAndWait(),                                                        // 12
        TcpConnectionValid or TcpCrInvalid => new(SessionState.Active),                                    // 14, 15
        TcpCrAcked or TcpConnectionConfirmed => SendOpenAndWait(),                                         // 16, 17
        TcpConnectionFails => Fail(SessionState.Active, DownReason.ConnectionLost),                        // 18
        // 21, 22: without SendNOTIFICATIONwithoutOPEN nothing is sent; the same end as "any other".
        NotifMsgVerErr { Error: var error } => Fail(SessionState.Active, DownReason.Received(error)),      // 24
        NotifMsg { Error: var error } => Fail(SessionState.Active, DownReason.Received(error)),            // 25
        _ when IsStart(e) => new(SessionState.Active),                                                     // 1, 3 to 7: ignored
        _ => Fail(SessionState.Active, DownReason.Stopped),                                                // 8, 10, 11, 13, 19 to 23, 26 to 28
    };
}
