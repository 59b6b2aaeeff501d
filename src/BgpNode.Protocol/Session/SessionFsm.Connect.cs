using static BgpNode.Protocol.Session.SessionAction;
using static BgpNode.Protocol.Session.SessionEvent;

namespace BgpNode.Protocol.Session;

public sealed partial class SessionFsm
{
    private Transition OnConnect(SessionEvent e) => e switch
    {
        ManualStop => Stop(SessionState.Connect, DownReason.Stopped),                                      // 2
        ConnectRetryTimerExpires => new(                                                                   // 9
            SessionState.Connect,
            new DropConnection(),
            new StartTimer(SessionTimer.ConnectRetry, settings.ConnectRetryTime),
            new StartConnect()),
        DelayOpenTimerExpires => SendOpenAndWait(),                                                        // 12
        TcpConnectionValid or TcpCrInvalid => new(SessionState.Connect),                                   // 14, 15
        TcpCrAcked or TcpConnectionConfirmed => SendOpenAndWait(),                                         // 16, 17
        TcpConnectionFails => Fail(SessionState.Connect, DownReason.ConnectionLost),                       // 18
        // 21, 22: without SendNOTIFICATIONwithoutOPEN nothing is sent; the same end as "any other".
        NotifMsgVerErr { Error: var error } => Fail(SessionState.Connect, DownReason.Received(error)),     // 24
        NotifMsg { Error: var error } => Fail(SessionState.Connect, DownReason.Received(error)),           // 25
        _ when IsStart(e) => new(SessionState.Connect),                                                    // 1, 3 to 7: ignored
        _ => Fail(SessionState.Connect, DownReason.Stopped),                                               // 8, 10, 11, 13, 19 to 23, 26 to 28
    };

    private static bool IsStart(SessionEvent e) => e.Number is 1 or (>= 3 and <= 7);
}
