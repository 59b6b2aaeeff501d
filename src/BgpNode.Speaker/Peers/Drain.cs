using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;

namespace BgpNode.Speaker.Peers;

/// <summary>What all sessions know of a drain. The speaker moves it on, sessions read it.</summary>
public sealed class Drain
{
    private volatile DrainPhase _phase;
    private volatile string? _reason;

    public DrainPhase Phase => _phase;

    /// <summary>For the neighbours' operators (RFC 9003); null for nothing.</summary>
    public string? Reason => _reason;

    internal void MoveTo(DrainPhase phase, string? reason) => (_reason, _phase) = (reason, phase);

    /// <summary>A neighbour's policy as it is now.</summary>
    internal PeerPolicy Of(PeerPolicy policy) =>
        _phase == DrainPhase.None ? policy : policy with { ExportFilter = new GracefulShutdownFilter(policy.ExportFilter) };

    internal ProtocolError Farewell => ProtocolError.AdministrativeShutdown(_reason);
}
