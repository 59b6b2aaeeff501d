namespace BgpNode.Routing.Export;

/// <summary>Which members of an update group a message is for.</summary>
internal enum Audience : byte
{
    All,

    /// <summary>All but the one that the path came from.</summary>
    Except,

    /// <summary>Only the one that the path comes from now: it loses what it had.</summary>
    Only,
}
