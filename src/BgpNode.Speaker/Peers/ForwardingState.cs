using BgpNode.Protocol.Wire;

namespace BgpNode.Speaker.Peers;

/// <summary>
/// What this node may say of itself in an OPEN (RFC 4724 §3): whether it has just restarted, and for which families its kernel went on
/// forwarding. Whoever looks after the kernel's routes sets it; sessions read it when they send an OPEN.
/// </summary>
public sealed class ForwardingState
{
    private volatile byte _preserved = FamilySet.Both.Bits;
    private volatile bool _restarting;

    /// <summary>Families in which nothing that neighbours still send us was dropped.</summary>
    public FamilySet Preserved => new(_preserved);

    /// <summary>Not everything that was known before the start is known again.</summary>
    public bool Restarting => _restarting;

    /// <summary>The process has begun and found routes of the run before.</summary>
    /// <param name="kept">The families in which there were any.</param>
    public void Began(FamilySet kept) => (_preserved, _restarting) = (kept.Bits, true);

    /// <summary>The kernel has what it is to have: from here on a session may be lost, but no forwarding.</summary>
    public void Converged() => (_preserved, _restarting) = (FamilySet.Both.Bits, false);
}
