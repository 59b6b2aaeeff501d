namespace BgpNode.Datastore;

/// <summary>What a datastore tells its one reader, in order.</summary>
public abstract record DatastoreEvent;
