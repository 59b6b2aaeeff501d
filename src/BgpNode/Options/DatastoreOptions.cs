namespace BgpNode.Options;

/// <summary>Where intent comes from: a <see cref="DirectoryOptions"/> or an <see cref="EtcdOptions"/>.</summary>
public abstract record DatastoreOptions;
