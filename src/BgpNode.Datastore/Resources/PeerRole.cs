namespace BgpNode.Datastore.Resources;

/// <summary>Our role toward a peer (RFC 9234 §3.1); written <c>Provider</c>, <c>RS</c>, <c>RS-Client</c>, <c>Customer</c>, <c>Peer</c>.</summary>
public enum PeerRole
{
    Provider,
    RouteServer,
    RouteServerClient,
    Customer,
    Peer,
}
