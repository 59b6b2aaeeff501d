namespace BgpNode.Observability;

/// <summary>Where metrics come from: numbers the loops keep anyway.</summary>
public interface IMetricsSource
{
    /// <summary>Reads all of them. Cheap (no table is walked), from any thread, at most a few times a second.</summary>
    MetricsSnapshot Read();
}
