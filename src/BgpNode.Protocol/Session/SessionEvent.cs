using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Session;

/// <summary>
/// The events of RFC 4271 §8.1 under its names and numbers, event 29 of RFC 9687, and ROUTE-REFRESH, which came after the table.
/// A closed set: nobody else derives from it.
/// </summary>
public abstract record SessionEvent
{
    private SessionEvent(int number, byte messageType = 0) => (Number, MessageType) = (number, messageType);

    /// <summary>The event's number in RFC 4271 §8.1; 29 in RFC 9687 §3.2; 0 when no RFC numbers it.</summary>
    public int Number { get; }

    /// <summary>The type of the message behind the event, 0 when it is none: what RFC 6608 §3 reports of an unexpected one.</summary>
    public byte MessageType { get; }

    /// <summary>1: an operator starts the session.</summary>
    public sealed record ManualStart() : SessionEvent(1);

    /// <summary>2: an operator stops the session; peers in OpenSent and above are told why.</summary>
    public sealed record ManualStop(ProtocolError Error) : SessionEvent(2);

    /// <summary>3: the system starts the session.</summary>
    public sealed record AutomaticStart() : SessionEvent(3);

    /// <summary>4: as 1, and only the peer connects.</summary>
    public sealed record ManualStartWithPassiveTcpEstablishment() : SessionEvent(4);

    /// <summary>5: as 3, and only the peer connects.</summary>
    public sealed record AutomaticStartWithPassiveTcpEstablishment() : SessionEvent(5);

    /// <summary>6: as 3, after the idle hold time.</summary>
    public sealed record AutomaticStartWithDampPeerOscillations() : SessionEvent(6);

    /// <summary>7: as 5, after the idle hold time.</summary>
    public sealed record AutomaticStartWithDampPeerOscillationsAndPassiveTcpEstablishment() : SessionEvent(7);

    /// <summary>8: the system stops the session, for example at a prefix limit, and lets it rest for <paramref name="StayDown"/> if that is given.</summary>
    public sealed record AutomaticStop(ProtocolError Error, TimeSpan? StayDown = null) : SessionEvent(8);

    /// <summary>9.</summary>
    public sealed record ConnectRetryTimerExpires() : SessionEvent(9);

    /// <summary>10.</summary>
    public sealed record HoldTimerExpires() : SessionEvent(10);

    /// <summary>11.</summary>
    public sealed record KeepaliveTimerExpires() : SessionEvent(11);

    /// <summary>12. We never delay an OPEN; here for totality.</summary>
    public sealed record DelayOpenTimerExpires() : SessionEvent(12);

    /// <summary>13.</summary>
    public sealed record IdleHoldTimerExpires() : SessionEvent(13);

    /// <summary>14: a connection request of the peer came in and is from an allowed address.</summary>
    public sealed record TcpConnectionValid() : SessionEvent(14);

    /// <summary>15: a connection request came in and is not allowed.</summary>
    public sealed record TcpCrInvalid() : SessionEvent(15);

    /// <summary>16: our connection request succeeded.</summary>
    public sealed record TcpCrAcked() : SessionEvent(16);

    /// <summary>17: the peer's connection request succeeded.</summary>
    public sealed record TcpConnectionConfirmed() : SessionEvent(17);

    /// <summary>18: the connection was refused, closed or reset, or did not come in time.</summary>
    public sealed record TcpConnectionFails() : SessionEvent(18);

    /// <summary>19: an OPEN that agrees with our configuration.</summary>
    public sealed record BgpOpen(Agreement Agreed) : SessionEvent(19, 1);

    /// <summary>20: as 19 while the delay open timer runs. We never delay an OPEN; here for totality.</summary>
    public sealed record BgpOpenWithDelayOpenTimerRunning(Agreement Agreed) : SessionEvent(20, 1);

    /// <summary>21: a header that is wrong (§6.1).</summary>
    public sealed record BgpHeaderErr(ProtocolError Error) : SessionEvent(21);

    /// <summary>22: an OPEN that is wrong (§6.2) or that we cannot agree with.</summary>
    public sealed record BgpOpenMsgErr(ProtocolError Error) : SessionEvent(22, 1);

    /// <summary>23: this connection lost a collision (§6.8).</summary>
    public sealed record OpenCollisionDump() : SessionEvent(23);

    /// <summary>24: NOTIFICATION, unsupported version.</summary>
    public sealed record NotifMsgVerErr(ProtocolError Error) : SessionEvent(24, 3);

    /// <summary>25: any other NOTIFICATION.</summary>
    public sealed record NotifMsg(ProtocolError Error) : SessionEvent(25, 3);

    /// <summary>26.</summary>
    public sealed record KeepAliveMsg() : SessionEvent(26, 4);

    /// <summary>27.</summary>
    public sealed record UpdateMsg() : SessionEvent(27, 2);

    /// <summary>28: an UPDATE whose error ends the session (§6.3, what RFC 7606 left of it).</summary>
    public sealed record UpdateMsgErr(ProtocolError Error) : SessionEvent(28, 2);

    /// <summary>29: the peer has not taken what we send for the send hold time (RFC 9687 §3.2).</summary>
    public sealed record SendHoldTimerExpires() : SessionEvent(29);

    /// <summary>ROUTE-REFRESH (RFC 2918 §4).</summary>
    public sealed record RouteRefreshMsg() : SessionEvent(0, 5);

    /// <summary>A ROUTE-REFRESH whose error ends the session (RFC 7313 §5).</summary>
    public sealed record RouteRefreshMsgErr(ProtocolError Error) : SessionEvent(0, 5);
}
