using System.Net.Sockets;
using BgpNode.Net;
using BgpNode.Speaker.Sockets;

namespace BgpNode.Speaker.Peers;

/// <summary>
/// The keys of TCP-AO (RFC 5925). The first signs; the peer may use any of them, so the two ends go from one key to the next without
/// losing a segment: add it at both, put it first at both, take the old one away at both.
/// </summary>
public sealed class AoKeys(IReadOnlyList<AoKey> keys) : PeerKey, IEquatable<AoKeys>
{
    /// <summary>One at least, no two with the same number in either direction.</summary>
    public IReadOnlyList<AoKey> Keys { get; } = keys;

    internal override string Description => "TCP-AO key";

    public bool Equals(AoKeys? other) => other is not null && Keys.SequenceEqual(other.Keys);

    public override bool Equals(object? obj) => Equals(obj as AoKeys);

    public override int GetHashCode() => HashCode.Combine(Keys.Count, Keys[0].SendId, Keys[0].ReceiveId);

    internal override void SetOn(Socket socket, Prefix peers, PeerKey? before)
    {
        IReadOnlyList<AoKey> old = (before as AoKeys)?.Keys ?? [];
        foreach (AoKey key in Keys)
        {
            if (old.FirstOrDefault(key.HasNumbersOf) is { } same && same != key)
            {
                TcpAo.Delete(socket, peers, same); // of a connection the kernel refuses it for the key in use: that session starts again
            }

            TcpAo.Add(socket, peers, key);
        }

        if (socket.Connected)
        {
            TcpAo.Use(socket, Keys[0]); // else the connection begins with the first that was added
        }

        foreach (AoKey gone in old.Where(key => !Keys.Any(key.HasNumbersOf)))
        {
            TcpAo.Delete(socket, peers, gone);
        }
    }

    internal override void RemoveFrom(Socket socket, Prefix peers)
    {
        foreach (AoKey key in Keys)
        {
            TcpAo.Delete(socket, peers, key);
        }
    }
}
