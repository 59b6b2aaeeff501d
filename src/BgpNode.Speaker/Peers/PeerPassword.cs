using System.Text;

namespace BgpNode.Speaker.Peers;

/// <summary>The key of TCP MD5 signatures (RFC 2385): a value that never shows itself in a log.</summary>
public sealed class PeerPassword : IEquatable<PeerPassword>
{
    /// <summary>TCP_MD5SIG_MAXKEYLEN of linux/tcp.h.</summary>
    public const int MaxLength = 80;

    private readonly byte[] _key;

    private PeerPassword(byte[] key) => _key = key;

    internal ReadOnlySpan<byte> Key => _key;

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

    public override string ToString() => "***";
}
