using BgpNode.Net;
using BgpNode.Reconciler.Peers;
using BgpNode.Reconciler.Workloads;
using BgpNode.Speaker;
using BgpNode.Speaker.Rib;

namespace BgpNode.Reconciler.Fib;

/// <summary>Ties the FIB loop to the RIB, the workloads and the neighbours.</summary>
public sealed class FibOwner(RibLoop rib, WorkloadsReader workloads, PeersLoop peers, SpeakerService speaker) : IFibOwner
{
    public void FibHasRoom() => rib.Resume();

    public IReadOnlyList<FibNeighbour> Neighbours() =>
        [.. peers.Plan.Peers.Where(peer => !peer.Disabled).Select(peer => new FibNeighbour(peer.Name, peer.RemoteAddress, peer.Families))];

    public ValueTask AcknowledgedAsync(IReadOnlyList<Prefix> prefixes, CancellationToken ct)
    {
        workloads.Acknowledged(prefixes);
        return rib.AcknowledgedAsync(prefixes, ct);
    }

    public async ValueTask GatewaysAsync(IReadOnlyList<GatewayNews> news, CancellationToken ct)
    {
        foreach (GatewayNews one in news)
        {
            await rib.NextHopAsync(one.NextHop, one.IsReachable, ct);
        }
    }

    public void LinkLost(string name) => speaker.LinkLost(name);
}
