namespace BgpNode.Protocol.Session;

/// <summary>
/// How long to wait before the next try: a quarter of a second after the first failure, twice as long after each further one, never longer than
/// the configured time. A neighbour that restarts is met again at once, and one that is gone costs one SYN each connect retry time.
/// </summary>
public static class RetryBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);

    /// <param name="failures">The connect retry counter.</param>
    /// <param name="longest">The configured connect retry or idle hold time.</param>
    public static TimeSpan Delay(int failures, TimeSpan longest)
    {
        TimeSpan doubled = First * Math.Pow(2, Math.Clamp(failures - 1, 0, 20));
        return doubled < longest ? doubled : longest;
    }
}
