using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;

namespace BgpNode.Speaker.Connections;

/// <summary>The session behind a connection. Both calls complete when the session has acted, so that the next message is read in the new state.</summary>
internal interface IConnectionOwner
{
    ValueTask ReceivedAsync(PeerConnection from, SessionEvent e);

    ValueTask OpenReceivedAsync(PeerConnection from, OpenMessage open);

    /// <summary>Reader or writer met an exception: a bug of ours that costs this session and no other.</summary>
    void ConnectionFailed(PeerConnection from, Exception exception);
}
