using BgpNode.Control.Views;
using BgpNode.Reconciler;
using BgpNode.Reconciler.Fib;
using BgpNode.Reconciler.Intent;
using BgpNode.Speaker;
using BgpNode.Speaker.Peers;

namespace BgpNode.Observability;

/// <summary>The gates of readiness, read from the running rooms.</summary>
internal sealed class NodeReadiness(NodeService node, IntentLoop intent, FibLoop fib, SpeakerService speaker) : IReadiness
{
    public Task Converged => node.Converged;

    public IReadOnlyList<GateView> Gates
    {
        get
        {
            IntentSnapshot now = intent.Current;
            PeerStatus[] peers = [.. speaker.Peers.Where(peer => !peer.Config.Disabled)];
            int up = peers.Count(peer => peer.State == Protocol.Session.SessionState.Established);
            bool converged = node.Converged.IsCompletedSuccessfully;
            return
            [
                new GateView { Gate = "config", Open = true },
                new GateView
                {
                    Gate = "store",
                    Open = intent.Known.IsCompletedSuccessfully,
                    Detail = now.Synced ? $"{now.Count} resources" : now.FromDisk ? $"{now.Count} resources from the last good intent on disk" : "no intent yet",
                },
                new GateView
                {
                    Gate = "kernel",
                    Open = fib.Adopted.IsCompletedSuccessfully && (converged || fib.IsSettled),
                    Detail = fib.Counters.Pending > 0 ? $"{fib.Counters.Pending} routes on their way" : "in sync",
                },
                new GateView { Gate = "peers", Open = converged, Detail = $"{up} of {peers.Length} established" },
            ];
        }
    }
}
