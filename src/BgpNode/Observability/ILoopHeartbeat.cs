namespace BgpNode.Observability;

/// <summary>What one loop shows of its own turning. Liveness and the systemd watchdog are fed by these, not by a bare timer.</summary>
public interface ILoopHeartbeat
{
    /// <summary>The loop's name: <c>rib</c>, <c>fib</c>, <c>peers</c>, <c>intent</c>.</summary>
    string Loop { get; }

    /// <summary>How long the present turn has lasted; null while the loop waits for work.</summary>
    TimeSpan? BusyFor { get; }

    /// <summary>False when the present turn lasts longer than any turn should.</summary>
    bool IsAlive { get; }
}
