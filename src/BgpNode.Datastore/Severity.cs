namespace BgpNode.Datastore;

/// <summary>How much a <see cref="Problem"/> matters.</summary>
public enum Severity
{
    /// <summary>The resource is used all the same.</summary>
    Warning,

    /// <summary>This version of the resource is not used.</summary>
    Error,
}
