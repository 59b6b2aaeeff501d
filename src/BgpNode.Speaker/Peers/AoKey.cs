namespace BgpNode.Speaker.Peers;

/// <summary>One master key tuple of TCP-AO (RFC 5925 §3.1).</summary>
/// <param name="SendId">KeyID of segments that we sign with it.</param>
/// <param name="ReceiveId">KeyID of segments that the peer signs with it.</param>
/// <param name="Algorithm">How.</param>
/// <param name="Secret">The master key.</param>
public sealed record AoKey(byte SendId, byte ReceiveId, AoAlgorithm Algorithm, PeerPassword Secret)
{
    /// <summary>The kernel tells keys of a peer apart by their numbers.</summary>
    internal bool HasNumbersOf(AoKey other) => (SendId, ReceiveId) == (other.SendId, other.ReceiveId);
}
