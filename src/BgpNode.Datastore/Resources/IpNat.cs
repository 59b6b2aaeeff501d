using BgpNode.Net;

namespace BgpNode.Datastore.Resources;

/// <summary>A 1:1 translation of an endpoint's address.</summary>
public sealed record IpNat(Address InternalIP, Address ExternalIP);
