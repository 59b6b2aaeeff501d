using BgpNode.Protocol.Bfd;
using BgpNode.Speaker.Bfd;

namespace BgpNode.TestKit.Speaker;

/// <summary>Watches nobody, and remembers who asked.</summary>
internal sealed class FakeBfd : IBfd
{
    private readonly List<FakeBfdWatch> _watches = [];

    /// <summary>All of them, also those that were stopped.</summary>
    public FakeBfdWatch[] Watches
    {
        get
        {
            lock (_watches)
            {
                return [.. _watches];
            }
        }
    }

    public IBfdWatch Watch(BfdPeer peer, BfdTimers timers, Action failed)
    {
        var watch = new FakeBfdWatch(peer, timers, failed);
        lock (_watches)
        {
            _watches.Add(watch);
        }

        return watch;
    }
}
