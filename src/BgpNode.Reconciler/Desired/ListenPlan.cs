using BgpNode.Datastore;
using BgpNode.Net;

namespace BgpNode.Reconciler.Desired;

/// <summary>Where we listen.</summary>
/// <param name="Port">TCP port; Calico's <c>listenPort</c>, 179.</param>
/// <param name="Addresses">Only these (<c>bindMode: NodeIP</c>); empty for every address of the host.</param>
public sealed record ListenPlan(ushort Port, EquatableList<Address> Addresses);
