using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Session;

/// <summary>What the peer said about its restarts, where both sides know graceful restart (RFC 4724 §3).</summary>
/// <param name="Restarting">R: it has just restarted.</param>
/// <param name="RestartTime">Seconds in which it should be back.</param>
/// <param name="Families">Agreed families whose routes are to be kept while it is away.</param>
/// <param name="Preserved">F: those of them that it forwarded all the while.</param>
public sealed record PeerRestart(bool Restarting, ushort RestartTime, FamilySet Families, FamilySet Preserved);
