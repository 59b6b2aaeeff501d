using BgpNode.Net;

namespace BgpNode.Datastore.Resources;

/// <summary>A change to a route that a rule accepts. The last four are ours.</summary>
public abstract record BgpFilterOperation
{
    public sealed record AddCommunity(CommunityValue Value) : BgpFilterOperation;

    public sealed record PrependAsPath(EquatableList<AsNumber> Prefix) : BgpFilterOperation;

    public sealed record SetPriority(int Value) : BgpFilterOperation;

    public sealed record RemoveCommunity(CommunityValue Value) : BgpFilterOperation;

    public sealed record SetMed(uint Value) : BgpFilterOperation;

    public sealed record SetLocalPreference(uint Value) : BgpFilterOperation;

    /// <summary>An address, or null for <c>Self</c>: our own address on the session.</summary>
    public sealed record SetNextHop(Address? Value) : BgpFilterOperation;
}
