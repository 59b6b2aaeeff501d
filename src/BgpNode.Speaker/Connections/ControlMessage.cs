using System.Buffers;
using BgpNode.Protocol.Wire;

namespace BgpNode.Speaker.Connections;

/// <summary>A message that goes before routes.</summary>
internal readonly record struct ControlMessage(MessageType Type, Action<IBufferWriter<byte>> Write)
{
    public static readonly ControlMessage Keepalive = new(MessageType.Keepalive, KeepaliveMessage.Write);

    public static ControlMessage Open(OpenMessage open) => new(MessageType.Open, open.Write);

    public static ControlMessage Notification(ProtocolError error) => new(MessageType.Notification, new NotificationMessage(error).Write);

    public static ControlMessage RouteRefresh(RouteRefreshMessage refresh) => new(MessageType.RouteRefresh, refresh.Write);
}
