using System.Globalization;
using BgpNode.Demo.Tools;

namespace BgpNode.Demo;

/// <summary>What the lab needs from the machine, each lack as one sentence.</summary>
internal static class Prerequisites
{
    private const int CapNetAdmin = 12;
    private const int CapSysAdmin = 21;

    /// <summary>Why we may not, or null.</summary>
    public static string? MissingRights()
    {
        ulong effective = EffectiveCapabilities();
        return Has(effective, CapNetAdmin) && Has(effective, CapSysAdmin)
            ? null
            : "The lab needs CAP_NET_ADMIN and CAP_SYS_ADMIN to make network namespaces; run the command as root.";
    }

    /// <summary>Which program is missing, or null.</summary>
    public static string? MissingProgram() => Tool.Find("ip") is null
        ? "The program \"ip\" is missing; install it with: apt-get install -y iproute2"
        : null;

    public static bool HasIPv6 => Directory.Exists("/proc/sys/net/ipv6");

    private static bool Has(ulong capabilities, int bit) => (capabilities >> bit & 1) != 0;

    private static ulong EffectiveCapabilities()
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("CapEff:", StringComparison.Ordinal));
        return ulong.Parse(line["CapEff:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
