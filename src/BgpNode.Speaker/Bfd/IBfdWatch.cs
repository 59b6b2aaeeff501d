using BgpNode.Protocol.Bfd;

namespace BgpNode.Speaker.Bfd;

/// <summary>One session of BFD, as its owner sees it.</summary>
internal interface IBfdWatch
{
    BfdStatus Status { get; }

    /// <summary>Wants other timers; the session stays up.</summary>
    void Change(BfdTimers timers);

    /// <summary>Ends it.</summary>
    /// <param name="silently">Without the word to the peer that this is no failure.</param>
    void Stop(bool silently = false);
}
