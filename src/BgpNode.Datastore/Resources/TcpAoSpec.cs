namespace BgpNode.Datastore.Resources;

/// <summary>The keys of TCP-AO (RFC 5925) of one peer.</summary>
/// <param name="Keys">The first signs; the peer may use any of them.</param>
public sealed record TcpAoSpec(EquatableList<TcpAoKeySpec> Keys);
