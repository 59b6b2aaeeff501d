using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Peers;

namespace BgpNode.Speaker;

/// <content>Room for the others.</content>
public sealed partial class SpeakerService
{
    /// <summary>A neighbour with fewer prefixes is never shed: its end would give back next to nothing.</summary>
    public const int WorthShedding = 10_000;

    /// <summary>
    /// Ends the session that has told the most prefixes with Cease/Out of Resources (RFC 4486 §4). It stays down as after its prefix
    /// limit.
    /// </summary>
    /// <returns>Whose session it was; null when nobody has told enough to matter.</returns>
    public async Task<string?> ShedAsync()
    {
        (PeerSession? greediest, long told) = _sessions.Values.Select(session => (session, Told(session.Status))).MaxBy(entry => entry.Item2);
        if (greediest is null || told < WorthShedding)
        {
            return null;
        }

        await greediest.ResetAsync(ProtocolError.OutOfResources);
        return greediest.Config.Name;
    }

    private static long Told(PeerStatus peer) => peer.Routes is { } routes ? routes[Family.IPv4].Received + routes[Family.IPv6].Received : 0;
}
