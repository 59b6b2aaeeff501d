using BgpNode.Routing.Export;
using BgpNode.Routing.Import;
using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <summary>Verdicts in an operator's words.</summary>
internal static class RibWords
{
    public static string Of(BestPathStep step, bool won) => step switch
    {
        BestPathStep.OnlyPath => "the only path",
        BestPathStep.NextHopUnreachable => "its next hop cannot be reached",
        BestPathStep.LocalOverLearned => won ? "this node's own route goes before learned ones" : "this node has the address itself",
        BestPathStep.LocalPref => won ? "higher local preference" : "lower local preference",
        BestPathStep.AsPathLength => won ? "shorter AS path" : "longer AS path",
        BestPathStep.Origin => won ? "better origin" : "worse origin",
        BestPathStep.MultiExitDisc => won ? "lower MED" : "higher MED",
        BestPathStep.ExternalOverInternal => won ? "external before internal" : "internal after external",
        BestPathStep.OldestExternal => won ? "the best before, and no other is better" : "as good, but came later",
        BestPathStep.RouterId => won ? "lower router id" : "higher router id",
        BestPathStep.ClusterListLength => won ? "shorter cluster list" : "longer cluster list",
        BestPathStep.PathIdentifier => won ? "lower path id" : "higher path id",
        _ => won ? "lower peer address" : "higher peer address",
    };

    public static string? Of(ImportRefusal refusal) => refusal switch
    {
        ImportRefusal.None => null,
        ImportRefusal.NoImportPolicy => "refused: the neighbour is external and has no import policy (RFC 8212)",
        ImportRefusal.AsLoop => "refused: our own AS is in its path",
        ImportRefusal.FirstAs => "refused: its path does not begin with the neighbour's AS",
        ImportRefusal.OriginatorLoop => "refused: we are its originator",
        ImportRefusal.ClusterLoop => "refused: it has been through our cluster",
        ImportRefusal.RouteLeak => "refused: a route leak, it was given to customers only (RFC 9234)",
        ImportRefusal.OwnNextHop => "refused: its next hop is our own address",
        _ => null,
    };

    public static string? Of(ExportRefusal refusal) => refusal switch
    {
        ExportRefusal.None => null,
        ExportRefusal.NoPath => "there is no usable path",
        ExportRefusal.Scope => "only this node's own routes go to it",
        ExportRefusal.NotAnnounced => "not announced: the kernel has not confirmed it yet, its pool is not exported, or a summary stands for it",
        ExportRefusal.SplitHorizon => "it came from there",
        ExportRefusal.InternalToInternal => "learned inside the AS from a neighbour that is no client",
        ExportRefusal.NoExport => "community no-export",
        ExportRefusal.NoAdvertise => "community no-advertise",
        ExportRefusal.OnlyToCustomer => "it is for customers only, and the neighbour is none (RFC 9234)",
        ExportRefusal.NextHop => "we have no next hop in its family",
        _ => "its attributes do not fit a message",
    };
}
