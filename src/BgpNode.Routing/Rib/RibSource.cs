using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Routing.Rib;

/// <summary>One source of paths: a neighbour's session, or this node itself.</summary>
/// <param name="Index">Its column, 1 or more; 0 stands for "no source". Given again only when nothing remembers it.</param>
/// <param name="Kind">How its paths rank and where they may go.</param>
/// <param name="Name">The configured name of the neighbour.</param>
/// <param name="RouterId">The neighbour's BGP Identifier.</param>
/// <param name="Address">The neighbour's address.</param>
/// <param name="InterfaceIndex">The link on which a link-local next hop of it lives, 0 for none.</param>
public sealed record RibSource(ushort Index, SourceKind Kind, string Name, RouterId RouterId, Address Address, int InterfaceIndex = 0)
{
    /// <summary>Column of the node's own routes.</summary>
    public const ushort LocalIndex = 1;

    /// <summary>
    /// Number of the neighbour's first source: its own but for the further lanes of a neighbour that sends several paths for a
    /// prefix (RFC 7911). Lanes of one neighbour are alike in everything else.
    /// </summary>
    public ushort Neighbour
    {
        get => field == 0 ? Index : field;
        init;
    }

    /// <summary>Families in which its paths have identifiers.</summary>
    public FamilySet PathIds { get; init; }

    /// <summary>Paths learned from outside our AS, or made here: what internal neighbours that are no clients may get.</summary>
    public bool IsInternal => Kind is SourceKind.Ibgp or SourceKind.IbgpClient;

    /// <summary>Its host routes with community BLACKHOLE are dropped here, not forwarded (RFC 7999 §3.3).</summary>
    public bool InstallsBlackholes { get; init; }

    /// <summary>This node.</summary>
    public static RibSource Local { get; } = new(LocalIndex, SourceKind.Local, "local", default, default);
}
