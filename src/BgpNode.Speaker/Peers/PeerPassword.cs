using System.Net.Sockets;
using System.Text;
using BgpNode.Net;
using BgpNode.Speaker.Sockets;

namespace BgpNode.Speaker.Peers;

/// <summary>The key of TCP MD5 signatures (RFC 2385), or the secret of a <see cref="AoKey"/>.</summary>
public sealed class PeerPassword : PeerKey, IEquatable<PeerPassword>
{
    /// <summary>TCP_MD5SIG_MAXKEYLEN and TCP_AO_MAXKEYLEN of linux/tcp.h.</summary>
    public const int MaxLength = 80;

    private readonly byte[] _key;

    private PeerPassword(byte[] key) => _key = key;

    internal ReadOnlySpan<byte> Key => _key;

    internal override string Description => "MD5 key";

    /// <summary>False when the text is empty or longer than 80 octets of UTF-8.</summary>
    public static bool TryCreate(string text, out PeerPassword? password)
    {
        byte[] key = Encoding.UTF8.GetBytes(text);
        password = key.Length is > 0 and <= MaxLength ? new PeerPassword(key) : null;
        return password is not null;
    }

    public bool Equals(PeerPassword? other) => other is not null && _key.AsSpan().SequenceEqual(other._key);

    public override bool Equals(object? obj) => Equals(obj as PeerPassword);

    public override int GetHashCode() => _key.Length;

    internal override void SetOn(Socket socket, Prefix peers, PeerKey? before) => LinuxSocketOptions.SetMd5(socket, peers, this);

    internal override void RemoveFrom(Socket socket, Prefix peers) => LinuxSocketOptions.SetMd5(socket, peers, null);
}
