namespace BgpNode.Protocol.Wire;

/// <summary>Error codes of NOTIFICATION: RFC 4271 §4.5, RFC 7313 §5 (7), RFC 9687 §3.3 (8).</summary>
public enum NotificationCode : byte
{
    MessageHeader = 1,
    OpenMessage = 2,
    UpdateMessage = 3,
    HoldTimerExpired = 4,
    FiniteStateMachine = 5,
    Cease = 6,
    RouteRefreshMessage = 7,
    SendHoldTimerExpired = 8,
}
