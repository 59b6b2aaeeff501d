namespace BgpNode.Speaker.Peers;

/// <summary>How TCP-AO signs (RFC 5926 §2.1: both are to be there).</summary>
public enum AoAlgorithm
{
    HmacSha1,
    Aes128Cmac,
}
