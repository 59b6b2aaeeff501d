using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Session;

/// <summary>What we announce about our restarts (RFC 4724 §3).</summary>
/// <param name="RestartTime">Seconds in which we should be back, 0 to 4095.</param>
/// <param name="Restarting">R: we have just restarted, so the peer is not to wait for our End-of-RIB.</param>
/// <param name="Preserved">F: families whose packets were forwarded all the while.</param>
public sealed record RestartOffer(ushort RestartTime, bool Restarting, FamilySet Preserved);
