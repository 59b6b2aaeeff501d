using BgpNode.Protocol.Wire;
using static BgpNode.Protocol.Session.SessionAction;
using static BgpNode.Protocol.Session.SessionEvent;

namespace BgpNode.Protocol.Session;

public sealed partial class SessionFsm
{
    private Transition OnOpenSent(SessionEvent e) => e switch
    {
        ManualStop { Error: var error } => Stop(SessionState.OpenSent, DownReason.Sent(error)),            // 2
        AutomaticStop { Error: var error, StayDown: var rest } => Fail(SessionState.OpenSent, DownReason.Sent(error), rest), // 8
        HoldTimerExpires => Fail(SessionState.OpenSent, DownReason.Sent(ProtocolError.HoldTimerExpired)),                // 10
        // 14, 16, 17: another connection of the same peer has a table of its own; 15 is refused before it reaches one.
        TcpConnectionValid or TcpCrInvalid or TcpCrAcked or TcpConnectionConfirmed => new(SessionState.OpenSent),
        TcpConnectionFails => LostBeforeOpen(),                                                            // 18
        BgpOpen { Agreed: var agreed } => Confirm(agreed),                                                 // 19
        BgpHeaderErr { Error: var error } => Fail(SessionState.OpenSent, DownReason.Sent(error)),          // 21
        BgpOpenMsgErr { Error: var error } => Fail(SessionState.OpenSent, DownReason.Sent(error)),         // 22
        OpenCollisionDump => Fail(SessionState.OpenSent, DownReason.Sent(ProtocolError.ConnectionCollisionResolution)),              // 23
        NotifMsgVerErr { Error: var error } => Fail(SessionState.OpenSent, DownReason.Received(error)),    // 24
        NotifMsg { Error: var error } => Fail(SessionState.OpenSent, DownReason.Received(error)),          // 25: the RFC answers even this with a NOTIFICATION; nobody would read it
        _ when IsStart(e) => new(SessionState.OpenSent),                                                   // 1, 3 to 7: ignored
        _ => Unexpected(SessionState.OpenSent, e),                                                         // 9, 11 to 13, 20, 26 to 28
    };

    // Counted, which the RFC does not: a peer that accepts and closes at once (it does not know us yet) is tried ever more slowly.
    private Transition LostBeforeOpen() => new(
        SessionState.Active,
        new DropConnection(),
        new IncrementConnectRetryCounter(),
        new StartBackoff(SessionTimer.ConnectRetry, settings.ConnectRetryTime))
    {
        Because = DownReason.ConnectionLost,
    };

    // A hold time of zero starts neither timer (§4.2).
    private Transition Confirm(Agreement agreed)
    {
        var hold = TimeSpan.FromSeconds(agreed.HoldTime);
        return agreed.HoldTime == 0
            ? new(
                SessionState.OpenConfirm,
                new StopTimer(SessionTimer.ConnectRetry),
                new SendKeepalive(),
                new StopTimer(SessionTimer.Hold))
            : new(
                SessionState.OpenConfirm,
                new StopTimer(SessionTimer.ConnectRetry),
                new SendKeepalive(),
                new StartTimer(SessionTimer.Keepalive, settings.KeepaliveFor(hold)),
                new StartTimer(SessionTimer.Hold, hold));
    }
}
