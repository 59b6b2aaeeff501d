using System.Globalization;

namespace BgpNode.Demo.Tools;

/// <summary>
/// A process by number and start time. The number alone may belong to somebody else by the time we come back to it.
/// </summary>
/// <param name="Pid">Process number.</param>
/// <param name="StartTicks">Field 22 of /proc/PID/stat: clock ticks after boot.</param>
internal readonly record struct ProcessIdentity(int Pid, long StartTicks)
{
    /// <summary>True while the very same process runs; a zombie has ended.</summary>
    public bool IsRunning => Read(Pid) is { State: not 'Z' and not 'X' } now && now.StartTicks == StartTicks;

    /// <summary>The process that has this number now, or null when there is none.</summary>
    public static ProcessIdentity? Of(int pid) => Read(pid) is { } now ? new ProcessIdentity(pid, now.StartTicks) : null;

    private static (char State, long StartTicks)? Read(int pid)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (IOException)
        {
            return null;
        }

        // The second field is the program's name in brackets and may contain anything, so count from its end.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (fields[0][0], long.Parse(fields[19], CultureInfo.InvariantCulture));
    }
}
