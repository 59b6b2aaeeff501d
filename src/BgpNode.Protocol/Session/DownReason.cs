using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Session;

/// <summary>Why a connection ended. Never lost: it is what operators ask for first.</summary>
/// <param name="Cause">Who or what ended it.</param>
/// <param name="Error">The NOTIFICATION that was sent or received; null when there was none.</param>
public readonly record struct DownReason(DownCause Cause, ProtocolError? Error = null)
{
    public static readonly DownReason ConnectionLost = new(DownCause.ConnectionLost);

    public static readonly DownReason Stopped = new(DownCause.Stopped);

    public static DownReason Sent(ProtocolError error) => new(DownCause.NotificationSent, error);

    public static DownReason Received(ProtocolError error) => new(DownCause.NotificationReceived, error);
}
