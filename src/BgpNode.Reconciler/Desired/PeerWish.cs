using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Reconciler.Desired;

/// <summary>One neighbour that something asks for.</summary>
/// <param name="Name">What it is to be called.</param>
/// <param name="Spec">The BGPPeer behind it, seen from this node; empty for the mesh.</param>
/// <param name="Address">The neighbour's.</param>
/// <param name="Remote">The neighbour's AS number.</param>
/// <param name="Families">What is exchanged.</param>
/// <param name="Other">The neighbour when it is a node.</param>
/// <param name="Stored">What asks for it; null when nothing is written, as for the default mesh.</param>
/// <param name="Rank">Who stands when several ask for one address.</param>
/// <param name="IsAddress">A BGPPeer with <c>peerIP</c>: its name is the resource's own.</param>
internal sealed record PeerWish(
    string Name,
    BgpPeerSpec Spec,
    Address Address,
    AsNumber? Remote,
    FamilySet Families,
    NodeResource? Other,
    StoredResource? Stored,
    PeerRank Rank,
    bool IsAddress);
