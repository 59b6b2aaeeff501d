using System.Net.Sockets;
using BgpNode.Net;

namespace BgpNode.Speaker.Peers;

/// <summary>What signs the segments of a session. Equal when it says the same; never shows itself in a log.</summary>
public abstract class PeerKey
{
    /// <summary>What it is called in a message.</summary>
    internal abstract string Description { get; }

    /// <summary>Signs and demands signatures on everything from and to these addresses. Throws <see cref="SocketException"/> when the kernel cannot.</summary>
    /// <param name="socket">Listening, to be connected, or connected.</param>
    /// <param name="peers">One address, or on a listening socket a prefix of them.</param>
    /// <param name="before">What the socket has for them, of the same kind; null for nothing.</param>
    internal abstract void SetOn(Socket socket, Prefix peers, PeerKey? before);

    /// <summary>Signs and demands nothing any more.</summary>
    internal abstract void RemoveFrom(Socket socket, Prefix peers);

    public sealed override string ToString() => "***";
}
