namespace BgpNode.Datastore.Resources;

/// <summary>Calico's <c>BGPFilter.spec</c>: the first rule that matches decides.</summary>
public sealed record BgpFilterSpec
{
    public EquatableList<BgpFilterRule> ExportV4 { get; init; } = [];

    public EquatableList<BgpFilterRule> ImportV4 { get; init; } = [];

    public EquatableList<BgpFilterRule> ExportV6 { get; init; } = [];

    public EquatableList<BgpFilterRule> ImportV6 { get; init; } = [];
}
