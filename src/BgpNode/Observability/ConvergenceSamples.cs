using BgpNode.Control.Views;

namespace BgpNode.Observability;

/// <summary>How long the last endpoints took from seen in the store to acknowledged by the kernel: percentiles without a metrics system.</summary>
public sealed class ConvergenceSamples
{
    private const int Kept = 1024;

    private readonly Lock _lock = new();
    private readonly double[] _seconds = new double[Kept];
    private long _count;

    public void Add(TimeSpan took)
    {
        lock (_lock)
        {
            _seconds[_count++ % Kept] = took.TotalSeconds;
        }
    }

    public IReadOnlyList<ConvergenceView> Views()
    {
        double[] sorted;
        lock (_lock)
        {
            sorted = _seconds[..(int)Math.Min(_count, Kept)];
        }

        if (sorted.Length == 0)
        {
            return [];
        }

        Array.Sort(sorted);
        double At(double share) => sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];
        return [new ConvergenceView { Stage = "kernel", Count = sorted.Length, P50Seconds = At(0.5), P90Seconds = At(0.9), P99Seconds = At(0.99) }];
    }
}
