using BgpNode.Control.Views;

namespace BgpNode.Control;

/// <summary>Everything the control API can be told to do. A "no" is a result, never an exception.</summary>
public interface INodeCommands
{
    /// <summary>Creates or replaces resources. Every document is judged before the first is written, so a mistake leaves all as it was.</summary>
    /// <param name="text">YAML documents, or JSON, which is YAML as well.</param>
    /// <param name="cancel">Ends the wait; what was written stays written.</param>
    Task<ApplyView> ApplyAsync(string text, CancellationToken cancel);

    /// <param name="kind">A kind of <see cref="ResourceKinds"/>.</param>
    /// <param name="namespaceName">Null for kinds without namespaces.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<CommandResult> DeleteAsync(string kind, string? namespaceName, string name, CancellationToken cancel);

    /// <summary>Takes the node out of service: all neighbours are asked to prefer others, then all sessions end and stay down.</summary>
    /// <param name="wait">Between the two.</param>
    /// <param name="reason">Sent along as the shutdown communication of RFC 9003, at most 255 bytes of UTF-8.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<CommandResult> DrainAsync(TimeSpan wait, string? reason, CancellationToken cancel);

    /// <summary>Takes it back into service.</summary>
    Task<CommandResult> EndDrainAsync(CancellationToken cancel);

    /// <summary>Lets the mass loss through that the brake holds.</summary>
    Task<CommandResult> ReleaseAsync(CancellationToken cancel);

    /// <summary>Ends the session with Administrative Reset and starts it again.</summary>
    /// <param name="name">The neighbour's name or its address.</param>
    /// <param name="reason">Sent along as the shutdown communication of RFC 9003, at most 255 bytes of UTF-8.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<CommandResult> ResetPeerAsync(string name, string? reason, CancellationToken cancel);

    /// <summary>Asks for the neighbour's routes again (RFC 2918), sends it ours again, or both; the session stays up.</summary>
    Task<CommandResult> RefreshPeerAsync(string name, RefreshDirection direction, CancellationToken cancel);
}
