using System.Globalization;
using System.Text;

namespace BgpNode.Kernel.Sysctls;

/// <summary>Reads and writes settings of the network stack, in the network namespace of the calling thread.</summary>
/// <param name="root">Where the settings lie; something else than /proc/sys only in tests.</param>
public sealed class SysctlFiles(string root = "/proc/sys")
{
    public SysctlResult Read(Sysctl setting)
    {
        try
        {
            string text = File.ReadAllText(PathOf(setting)).Trim();
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
                ? new SysctlResult(value, null)
                : new SysctlResult(0, $"{setting} is '{text}', which is not a number.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Failed("read", setting, problem);
        }
    }

    /// <summary>Writes unless the setting has the value already, which also works where /proc/sys is read only.</summary>
    public SysctlResult Write(Sysctl setting, int value)
    {
        if (Read(setting) is { Ok: true } now && now.Value == value)
        {
            return now;
        }

        try
        {
            // Never Create: a setting that this kernel lacks must not become a file.
            using var file = new FileStream(PathOf(setting), FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write(Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture) + "\n"));
            return new SysctlResult(value, null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Failed("set", setting, problem);
        }
    }

    private string PathOf(Sysctl setting) => Path.Combine(root, setting.Path);

    private static SysctlResult Failed(string verb, Sysctl setting, Exception problem) => problem switch
    {
        FileNotFoundException or DirectoryNotFoundException => new SysctlResult(0, $"{setting} does not exist: no such interface, or the kernel lacks it."),
        UnauthorizedAccessException => new SysctlResult(0, $"{setting} cannot be {verb}: root is needed, and a /proc/sys that is not mounted read-only."),
        _ => new SysctlResult(0, $"{setting} cannot be {verb}: {problem.Message}"),
    };
}
