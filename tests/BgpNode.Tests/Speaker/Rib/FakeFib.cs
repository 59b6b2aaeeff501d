using BgpNode.Net;
using BgpNode.Speaker.Rib;

namespace BgpNode.Tests.Speaker.Rib;

/// <summary>A forwarding table that takes what it is offered, or refuses it as long as it is told to.</summary>
internal sealed class FakeFib : IFibSink
{
    public Dictionary<Prefix, FibPath> Has { get; } = [];

    public List<FibSynced> Synced { get; } = [];

    public bool Refuses { get; set; }

    public int Refusals { get; private set; }

    /// <summary>Called with each entry before it is applied.</summary>
    public Action<FibEntry>? Seen { get; set; }

    public bool TryOffer(FibBatch batch)
    {
        if (Refuses)
        {
            Refusals++;
            return false;
        }

        foreach (FibEntry entry in batch.Entries)
        {
            Seen?.Invoke(entry);
            if (entry.Path is null)
            {
                Has.Remove(entry.Prefix);
            }
            else
            {
                Has[entry.Prefix] = entry.Path;
            }
        }

        Synced.AddRange(batch.Synced);
        batch.Return();
        return true;
    }
}
