using BgpNode.Net;

namespace BgpNode.Reconciler.Desired;

/// <summary>What the host says of itself where intent says nothing.</summary>
/// <param name="IPv4Address">Its first global IPv4 address, null when it has none.</param>
public sealed record HostFacts(Address? IPv4Address);
