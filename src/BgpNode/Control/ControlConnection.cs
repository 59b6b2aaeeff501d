using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace BgpNode.Control;

/// <summary>Marks a connection that came in over the control socket.</summary>
/// <param name="MayChange">Whether whoever is at the other end may change anything; those who got in may always look.</param>
internal sealed record ControlConnection(bool MayChange)
{
    public static ControlConnection Of(IFeatureCollection connection) =>
        new(connection.Get<IConnectionSocketFeature>()?.Socket is { } socket && PeerCredentials.Of(socket).IsOneOfUs);
}
