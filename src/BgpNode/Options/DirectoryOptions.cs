namespace BgpNode.Options;

/// <summary>Intent as YAML documents in a directory, watched.</summary>
public sealed record DirectoryOptions(string Directory) : DatastoreOptions;
