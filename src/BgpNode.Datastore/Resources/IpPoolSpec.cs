using BgpNode.Datastore.Selectors;
using BgpNode.Net;

namespace BgpNode.Datastore.Resources;

/// <summary>Calico's <c>IPPool.spec</c>. Null means not set.</summary>
public sealed record IpPoolSpec
{
    public Prefix Cidr { get; init; }

    public EncapsulationMode? VxlanMode { get; init; }

    public EncapsulationMode? IpipMode { get; init; }

    public bool? NatOutgoing { get; init; }

    /// <summary>No new addresses are given out; those in use stay.</summary>
    public bool? Disabled { get; init; }

    public bool? DisableBgpExport { get; init; }

    /// <summary>Length of the blocks nodes claim: 20 to 32, or 116 to 128.</summary>
    public int? BlockSize { get; init; }

    public Selector? NodeSelector { get; init; }

    public Selector? NamespaceSelector { get; init; }

    /// <summary>Empty means not set.</summary>
    public EquatableList<IpPoolUse> AllowedUses { get; init; } = [];

    public AssignmentMode? AssignmentMode { get; init; }
}
