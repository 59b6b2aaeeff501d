using static BgpNode.Protocol.Session.SessionAction;
using static BgpNode.Protocol.Session.SessionEvent;

namespace BgpNode.Protocol.Session;

public sealed partial class SessionFsm
{
    private Transition OnIdle(SessionEvent e) => e switch
    {
        ManualStart or AutomaticStart => Dial(new ZeroConnectRetryCounter()),                             // 1, 3
        ManualStop => new(SessionState.Idle, new StopTimer(SessionTimer.IdleHold)),                       // 2: ignored, and nothing is to bring it back
        ManualStartWithPassiveTcpEstablishment or AutomaticStartWithPassiveTcpEstablishment
            => Listen(new ZeroConnectRetryCounter()),                                                     // 4, 5
        AutomaticStartWithDampPeerOscillations or AutomaticStartWithDampPeerOscillationsAndPassiveTcpEstablishment
            => new(SessionState.Idle, new StartBackoff(SessionTimer.IdleHold, settings.ConnectRetryTime)), // 6, 7
        IdleHoldTimerExpires => settings.Passive ? Listen() : Dial(),                                     // 13: the counter stays, so that the next wait is longer
        _ => new(SessionState.Idle),                                                                      // 8 to 12, 14 to 28: no change
    };

    private Transition Dial(params ReadOnlySpan<SessionAction> first) => new(SessionState.Connect,
    [
        .. first,
        new StopTimer(SessionTimer.IdleHold),
        new StartTimer(SessionTimer.ConnectRetry, settings.ConnectRetryTime),
        new StartConnect(),
    ]);

    // No connect retry timer here: at its end the RFC would have a passive side dial, which is not what "passive" means to operators.
    private static Transition Listen(params ReadOnlySpan<SessionAction> first) => new(SessionState.Active,
    [
        .. first,
        new StopTimer(SessionTimer.IdleHold),
    ]);
}
