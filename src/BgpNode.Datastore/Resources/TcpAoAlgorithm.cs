namespace BgpNode.Datastore.Resources;

/// <summary>The algorithms of RFC 5926.</summary>
public enum TcpAoAlgorithm
{
    HmacSha1,
    Aes128Cmac,
}
