using BgpNode.Datastore.Resources;

namespace BgpNode.Reconciler.Desired;

/// <summary>Fields of a BGPPeer that can be written and that no session acts on yet: told, never ignored in silence.</summary>
internal static class UnsupportedFields
{
    /// <summary>Those that ask for something, below <c>spec</c>.</summary>
    public static IEnumerable<string> Of(BgpPeerSpec spec)
    {
        if (spec.GracefulRestart is { Enabled: not false, LongLivedStaleTime: not null })
        {
            yield return "gracefulRestart.longLivedStaleTime";
        }

        if (spec.ReachableBy is not null)
        {
            yield return "reachableBy";
        }
    }
}
