using BgpNode.Datastore.Resources;

namespace BgpNode.Reconciler.Intent;

/// <summary>Makes something of the intent real. Called by the intent loop, one change at a time.</summary>
public interface IIntentReader
{
    /// <summary>The intent is now this.</summary>
    /// <param name="intent">The whole of it.</param>
    /// <param name="changed">What differs from the last call; null when it may be anything.</param>
    /// <param name="ct">The node stops.</param>
    ValueTask IntentChangedAsync(IntentSnapshot intent, IReadOnlySet<ResourceKey>? changed, CancellationToken ct);
}
