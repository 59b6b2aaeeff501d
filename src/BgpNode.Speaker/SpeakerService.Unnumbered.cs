using BgpNode.Speaker.Discovery;
using BgpNode.Speaker.Peers;

namespace BgpNode.Speaker;

/// <content>Neighbours that are known by their link alone: their address comes from their router advertisements.</content>
public sealed partial class SpeakerService
{
    private readonly IRouterDiscovery _discovery;
    private readonly Dictionary<string, Unnumbered> _unnumbered = new(StringComparer.Ordinal); // under _changing

    /// <summary>A link can carry nothing now: sessions over it end at once rather than with their hold time. Never blocks.</summary>
    public void LinkLost(string link)
    {
        foreach (PeerSession session in _sessions.Values.Where(session => session.Config.Interface == link))
        {
            session.LinkLost();
        }
    }

    /// <summary>The configuration of a session as far as it is known now, and why it must wait; its link is watched from here on.</summary>
    private async ValueTask<(PeerConfig Config, string? Problem)> LocateAsync(PeerConfig wanted)
    {
        Unnumbered? known = _unnumbered.GetValueOrDefault(wanted.Name);
        if (known is not null && (!wanted.IsUnnumbered || known.Wanted.Interface != wanted.Interface))
        {
            await StopWatchingAsync(wanted.Name);
            known = null;
        }

        if (!wanted.IsUnnumbered)
        {
            return (wanted, null);
        }

        if (known is null)
        {
            known = new Unnumbered();
            _unnumbered.Add(wanted.Name, known);
            known.Watch = _discovery.Watch(wanted.Interface!, sighting => _ = SeenAsync(known, sighting));
        }

        known.Wanted = wanted;
        return known.Located;
    }

    private async ValueTask StopWatchingAsync(string name)
    {
        if (_unnumbered.Remove(name, out Unnumbered? known))
        {
            await known.Watch!.DisposeAsync();
        }
    }

    private async Task SeenAsync(Unnumbered neighbour, Sighting sighting)
    {
        await _changing.WaitAsync();
        try
        {
            string name = neighbour.Wanted.Name;
            if (_stopped || _unnumbered.GetValueOrDefault(name) != neighbour || !_sessions.TryGetValue(name, out PeerSession? session))
            {
                return;
            }

            if (!neighbour.Takes(sighting, _clock) || neighbour.Seen == sighting)
            {
                return;
            }

            neighbour.Seen = sighting;
            (PeerConfig config, string? problem) = neighbour.Located;
            await session.ConfigureAsync(config, SetKeys(session.Config, config) ?? problem);
        }
        finally
        {
            _changing.Release();
        }
    }

    private sealed class Unnumbered
    {
        // Three intervals of advertisements.
        private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

        private long _lastHeard;

        public PeerConfig Wanted { get; set; } = null!;

        public IAsyncDisposable? Watch { get; set; }

        public Sighting Seen { get; set; }

        /// <summary>A second router on the link takes the place of the first one only when that has not been heard for a while.</summary>
        public bool Takes(Sighting sighting, TimeProvider clock)
        {
            bool other = Seen.Neighbour is { } now && sighting.Neighbour is { } heard && heard != now;
            if (other && clock.GetElapsedTime(_lastHeard) < Silence)
            {
                return false;
            }

            _lastHeard = clock.GetTimestamp();
            return true;
        }

        public (PeerConfig Config, string? Problem) Located => Seen.Neighbour is { } address
            ? (Wanted with { RemoteAddress = address }, null)
            : (Wanted, Seen.Problem ?? $"no router advertisement was heard on {Wanted.Interface} yet");
    }
}
