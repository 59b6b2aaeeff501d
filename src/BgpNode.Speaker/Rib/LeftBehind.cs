using BgpNode.Protocol.Wire;

namespace BgpNode.Speaker.Rib;

/// <summary>Routes of a neighbour that restarts: in use as before, in the columns in which they lay.</summary>
/// <param name="Lanes">Its sources.</param>
/// <param name="Families">What was kept.</param>
internal sealed record LeftBehind(PeerLanes Lanes, FamilySet Families)
{
    /// <summary>Ends the wait for it.</summary>
    public ITimer? Limit { get; set; }
}
