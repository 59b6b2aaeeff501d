namespace BgpNode.Control;

/// <summary>How a command ended.</summary>
public enum CommandOutcome
{
    /// <summary>HTTP 200.</summary>
    Done,

    /// <summary>What it names does not exist: HTTP 404.</summary>
    NotFound,

    /// <summary>It exists, but not like this: HTTP 409.</summary>
    Refused,

    /// <summary>The store cannot be reached: HTTP 503.</summary>
    Unavailable,
}
