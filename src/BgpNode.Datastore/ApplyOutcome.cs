namespace BgpNode.Datastore;

/// <summary>What became of an apply or a delete.</summary>
public enum ApplyOutcome
{
    Created,
    Updated,

    /// <summary>The stored version already says the same.</summary>
    Unchanged,
    Deleted,

    /// <summary>Nothing to delete.</summary>
    NotFound,

    /// <summary>The document is wrong, or the place it lives in is not ours to write.</summary>
    Refused,

    /// <summary>Somebody else changed it meanwhile; read it and apply again.</summary>
    Conflict,

    /// <summary>The store did not answer; whether it was written is told by the next event.</summary>
    Unavailable,
}
