using BgpNode.Net;
using BgpNode.Routing.Attributes;
using BgpNode.Routing.Export;

namespace BgpNode.Routing.Rib;

/// <summary>Everything that the owner of the RIB owns besides its neighbours: the families' RIBs and what they share.</summary>
internal sealed class RibTables
{
    private readonly FamilyRib[] _ribs;
    private readonly LocalRoutes[] _locals;

    public RibTables(MultipathOptions multipath, int journalCapacity = Journal.DefaultCapacity, bool forwardLearned = true, bool preferOldestExternal = false)
    {
        _ribs =
        [
            new(Family.IPv4, Attributes, multipath, journalCapacity, forwardLearned) { PreferOldestExternal = preferOldestExternal },
            new(Family.IPv6, Attributes, multipath, journalCapacity, forwardLearned) { PreferOldestExternal = preferOldestExternal },
        ];
        _locals = [new(_ribs[0]), new(_ribs[1])];
    }

    public AttributeTable Attributes { get; } = new();

    public PackBatch Batch { get; } = new();

    public ExportScratch Scratch { get; } = new();

    /// <summary>Whether those who are sent what others announce must wait for their End-of-RIB.</summary>
    public bool HoldsEndOfRib { get; set; }

    public FamilyRib this[Family family] => _ribs[(int)family];

    public LocalRoutes Locals(Family family) => _locals[(int)family];

    /// <summary>A source in use; sources have the same number in every family.</summary>
    public RibSource Source(ushort index) => _ribs[0].Source(index)!;

    public void AddSource(RibSource source)
    {
        foreach (FamilyRib rib in _ribs)
        {
            rib.AddSource(source);
        }
    }

    public void ReplaceSource(RibSource source)
    {
        foreach (FamilyRib rib in _ribs)
        {
            rib.ReplaceSource(source);
        }
    }

    public void RemoveSource(RibSource source)
    {
        foreach (FamilyRib rib in _ribs)
        {
            rib.RemoveSource(source);
        }
    }
}
