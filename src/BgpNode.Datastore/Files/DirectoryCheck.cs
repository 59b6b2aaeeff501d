namespace BgpNode.Datastore.Files;

/// <summary>A directory read and judged once.</summary>
/// <param name="Resources">What would be in force on a node that starts with it.</param>
/// <param name="Problems">Everything wrong with it.</param>
public sealed record DirectoryCheck(IReadOnlyList<StoredResource> Resources, IReadOnlyList<Problem> Problems);
