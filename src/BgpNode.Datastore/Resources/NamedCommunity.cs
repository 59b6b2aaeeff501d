namespace BgpNode.Datastore.Resources;

/// <summary>A community with a name that advertisements may use.</summary>
public sealed record NamedCommunity(string Name, CommunityValue Value);
