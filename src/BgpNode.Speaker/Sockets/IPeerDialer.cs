using BgpNode.Speaker.Peers;

namespace BgpNode.Speaker.Sockets;

/// <summary>Makes connections to neighbours.</summary>
public interface IPeerDialer
{
    /// <summary>
    /// Connects, or throws <see cref="System.Net.Sockets.SocketException"/>; its message says what failed, also when it was an option rather than the network.
    /// </summary>
    Task<PeerTransport> ConnectAsync(PeerConfig peer, CancellationToken ct);
}
