using BgpNode.Net;

namespace BgpNode.Speaker.Rib;

/// <summary>A neighbour has told everything it had (End-of-RIB), and all of it is in this batch or an earlier one.</summary>
public readonly record struct FibSynced(string? PeerName, Family Family);
