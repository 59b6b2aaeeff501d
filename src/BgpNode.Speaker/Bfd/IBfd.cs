using BgpNode.Protocol.Bfd;

namespace BgpNode.Speaker.Bfd;

/// <summary>Watches neighbours.</summary>
internal interface IBfd
{
    /// <summary>Begins to watch.</summary>
    /// <param name="peer">Whom.</param>
    /// <param name="timers">How closely.</param>
    /// <param name="failed">Told when the path has failed, on a thread that must not be held up.</param>
    IBfdWatch Watch(BfdPeer peer, BfdTimers timers, Action failed);
}
