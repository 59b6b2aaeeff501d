namespace BgpNode.Datastore.Resources;

/// <summary>One key of TCP-AO (RFC 5925 §3.1).</summary>
/// <param name="KeyFile">A file whose first line is the master key.</param>
/// <param name="SendId">KeyID of what this node sends.</param>
/// <param name="ReceiveId">KeyID of what the peer sends.</param>
/// <param name="Algorithm">How it signs.</param>
public sealed record TcpAoKeySpec(string KeyFile, byte SendId, byte ReceiveId, TcpAoAlgorithm Algorithm);
