namespace BgpNode.Datastore.Resources;

/// <summary>How many equal paths may share the traffic of one prefix; null means not set.</summary>
public sealed record MultipathSpec(int? Ebgp, int? Ibgp);
