using System.Collections.Immutable;
using BgpNode.Net;
using BgpNode.Speaker.Peers;

namespace BgpNode.Speaker.Sockets;

/// <summary>Where neighbours may connect to.</summary>
public sealed record ListenOptions
{
    /// <summary>Empty for every address of both families.</summary>
    public ImmutableArray<Address> Addresses { get; init; } = [];

    public int Port { get; init; } = PeerConfig.BgpPort;
}
