using System.Collections.Immutable;

namespace BgpNode.Protocol.Session;

/// <summary>One row of the table: where to go and what to do.</summary>
/// <param name="Next">The state after the event.</param>
/// <param name="Actions">What the owner does, in order.</param>
public sealed record Transition(SessionState Next, params ImmutableArray<SessionAction> Actions)
{
    /// <summary>Why the connection ended; null while it goes on.</summary>
    public DownReason? Because { get; init; }
}
