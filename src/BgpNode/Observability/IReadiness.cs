using BgpNode.Control.Views;

namespace BgpNode.Observability;

/// <summary>Whether the node does its work yet.</summary>
public interface IReadiness
{
    /// <summary>
    /// Completes once: intent was read, the kernel has every route of it, and neighbours had their chance. From then on
    /// systemd counts the service as started.
    /// </summary>
    Task Converged { get; }

    /// <summary>The gates as they stand now: <c>config</c>, <c>store</c>, <c>kernel</c>, <c>peers</c>.</summary>
    IReadOnlyList<GateView> Gates { get; }
}
