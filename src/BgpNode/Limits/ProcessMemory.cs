using System.Globalization;

namespace BgpNode.Limits;

/// <summary>Memory as the kernel counts it, and the smaller of the configured limit and that of our control group.</summary>
/// <param name="configured">The node's <c>memoryLimit</c>; null leaves it to the control group.</param>
internal sealed class ProcessMemory(long? configured) : IProcessMemory
{
    private readonly char[] _line = new char[256];

    public long Used
    {
        get
        {
            // proc_pid_statm(5): size resident shared ..., in pages; shared is what files and shared memory stand behind.
            using var statm = new StreamReader("/proc/self/statm");
            ReadOnlySpan<char> line = _line.AsSpan(0, statm.Read(_line));
            Span<Range> words = stackalloc Range[4];
            line.Split(words, ' ');
            return (Pages(line[words[1]]) - Pages(line[words[2]])) * Environment.SystemPageSize;
        }
    }

    // Read once: a limit that is changed while we run is a new limit for the next start.
    public long? Limit { get; } = Smaller(configured, ControlGroup.MemoryLimit("/proc/self/cgroup", "/sys/fs/cgroup"));

    public void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private static long Pages(ReadOnlySpan<char> number) => long.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);

    private static long? Smaller(long? a, long? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
