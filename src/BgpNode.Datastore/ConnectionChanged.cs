namespace BgpNode.Datastore;

/// <summary>The store can be reached, or it cannot and why. What was known stays in force.</summary>
/// <param name="Up">Whether changes are being followed.</param>
/// <param name="Reason">Why not, in plain words; null when up.</param>
public sealed record ConnectionChanged(bool Up, string? Reason) : DatastoreEvent;
