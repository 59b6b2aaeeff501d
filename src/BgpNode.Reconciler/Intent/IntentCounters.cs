using BgpNode.Datastore;

namespace BgpNode.Reconciler.Intent;

/// <summary>What the intent loop counts. Written by it alone, read by anyone.</summary>
public sealed class IntentCounters
{
    public long Changes { get; private set; }

    /// <summary>Times the whole store was listed.</summary>
    public long Lists { get; private set; }

    public long Disconnects { get; private set; }

    /// <summary>Why the last good intent could not be written to disk; null when it could.</summary>
    public string? SaveProblem { get; internal set; }

    internal void Count(DatastoreEvent e)
    {
        switch (e)
        {
            case Synced:
                Lists++;
                break;
            case Changed:
                Changes++;
                break;
            case ConnectionChanged { Up: false }:
                Disconnects++;
                break;
        }
    }
}
