using BgpNode.Demo.Topology;

namespace BgpNode.Demo.Routers;

/// <summary>A program that can play a router of the lab.</summary>
internal interface IRouterSoftware
{
    /// <summary>The program as people call it.</summary>
    string Name { get; }

    /// <summary>Why it cannot run here, as a sentence, or null.</summary>
    string? Missing();

    /// <summary>Writes its configuration and returns its command lines in the order in which they start.</summary>
    Task<IReadOnlyList<IReadOnlyList<string>>> PrepareAsync(LabRouter router, LabState state, CancellationToken cancel);

    /// <summary>The program's own view of its sessions; empty while it does not answer.</summary>
    Task<IReadOnlyList<SessionView>> SessionsAsync(LabRouter router, CancellationToken cancel);

    /// <summary>The prefixes in the program's own tables; empty while it does not answer.</summary>
    Task<IReadOnlySet<string>> PrefixesAsync(LabRouter router, CancellationToken cancel);
}
