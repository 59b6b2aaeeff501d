using System.Runtime.InteropServices;

namespace BgpNode.Routing.Rib;

/// <summary>What a RIB knows about one prefix besides its paths: 16 octets, four to a cache line. All zero for a prefix without any.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PrefixState
{
    /// <summary>Bits of <see cref="SourceMask"/>.</summary>
    public const int MaskBits = 32;

    /// <summary>Which sources have a path in use: bit n for all sources whose index is n modulo <see cref="MaskBits"/>.</summary>
    public uint SourceMask;

    /// <summary>Attribute set of the best path.</summary>
    public int BestSet;

    /// <summary>Source of the best path, 0 for none.</summary>
    public ushort BestSource;

    /// <summary>Entries in columns, of both kinds.</summary>
    public ushort Entries;

    /// <summary>Readers that have told somebody about the prefix.</summary>
    public ushort Holders;

    /// <summary>A path has a MED that is not 0: comparing in pairs may not be enough.</summary>
    public bool MedMatters;
}
