using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Reconciler.Fib;

/// <summary>A neighbour that may stand behind routes of the run before.</summary>
/// <param name="Name">As the RIB names it.</param>
/// <param name="Address">Its address, the gateway of most of its routes.</param>
/// <param name="Families">What it may send.</param>
public sealed record FibNeighbour(string Name, Address Address, FamilySet Families);
