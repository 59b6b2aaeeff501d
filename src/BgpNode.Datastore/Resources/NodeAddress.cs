using BgpNode.Net;

namespace BgpNode.Datastore.Resources;

/// <summary>An address at which a node is reached.</summary>
/// <param name="Address">The address.</param>
/// <param name="Type">Calico knows <c>CalicoNodeIP</c>, <c>InternalIP</c> and <c>ExternalIP</c>; other words are kept.</param>
public sealed record NodeAddress(Address Address, string? Type);
