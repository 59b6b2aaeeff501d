namespace BgpNode.Observability;

/// <summary>The inbox of a loop.</summary>
/// <param name="Queue">Whose it is.</param>
/// <param name="Length">What waits in it; of the sessions, in the fullest.</param>
/// <param name="Capacity">Whoever comes when so many wait, waits outside.</param>
public sealed record QueueSample(string Queue, int Length, int Capacity);
