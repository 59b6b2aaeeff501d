using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.Win32.SafeHandles;

namespace BgpNode.Conformance.Lab;

/// <summary>A network namespace of the test's own; removed when disposed.</summary>
internal sealed partial class NetworkNamespace : IAsyncDisposable
{
    private const int CloneNewNet = 0x40000000; // linux/sched.h

    private static int s_last;

    private NetworkNamespace(string name) => Name = name;

    /// <summary><c>bn-PID-N-WORD</c>: unique on the machine, and whose it is can be told.</summary>
    public string Name { get; }

    public static async Task<NetworkNamespace> CreateAsync(string word)
    {
        var netns = new NetworkNamespace($"bn-{Environment.ProcessId}-{Interlocked.Increment(ref s_last)}-{word}");
        await Shell.RunAsync(["ip", "netns", "add", netns.Name]);
        await netns.ShellAsync(string.Join(" && ",
            "echo 1 >/proc/sys/net/ipv4/ip_forward",
            "echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter",
            "echo 0 >/proc/sys/net/ipv4/conf/default/rp_filter",
            "echo 1 >/proc/sys/net/ipv6/conf/all/forwarding",
            "echo 0 >/proc/sys/net/ipv6/conf/all/accept_dad",
            "echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad",
            "ip link set lo up"));
        return netns;
    }

    /// <summary>Runs a command in the namespace; it must succeed.</summary>
    public Task<string> ExecAsync(params IReadOnlyList<string> command) => Shell.RunAsync(["ip", "netns", "exec", Name, .. command]);

    /// <summary>Runs a shell script in the namespace; it must succeed.</summary>
    public Task<string> ShellAsync(string script) => ExecAsync("/bin/sh", "-ec", script);

    /// <summary>Runs lines of <c>ip</c> commands as one batch.</summary>
    public Task<string> IpAsync(params IEnumerable<string> lines) =>
        Shell.RunAsync(["ip", "-n", Name, "-batch", "-"], string.Join('\n', lines) + "\n");

    /// <summary>The routes that a selector such as <c>proto 179</c> yields, one line each, as <c>ip -d route</c> prints them.</summary>
    public async Task<IReadOnlyList<string>> RoutesAsync(string selector = "", bool ipv6 = false)
    {
        string output = await Shell.RunAsync(
            ["ip", "-N", "-d", "-n", Name, ipv6 ? "-6" : "-4", "route", "show", .. selector.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        // -d describes a route's nexthop object once more, on a line of its own.
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()).Where(line => !line.StartsWith("nh_info", StringComparison.Ordinal))];
    }

    /// <summary>Whether the main table has a route of our protocol number to exactly this prefix.</summary>
    public async Task<bool> HasRouteAsync(string prefix, string more = "") =>
        (await RoutesAsync($"exact {prefix} proto 179", prefix.Contains(':'))).Any(line => line.Contains(more, StringComparison.Ordinal));

    /// <summary>The hardware address of an interface.</summary>
    public async Task<string> MacAsync(string @interface) =>
        JsonNode.Parse(await Shell.RunAsync(["ip", "-n", Name, "-j", "link", "show", "dev", @interface]))![0]!["address"]!.ToString();

    /// <summary>
    /// Calls a function on a thread inside the namespace. A socket made there stays there, whoever uses it afterwards.
    /// </summary>
    public Task<T> InsideAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A thread of its own, which ends here: a thread of the pool would carry the namespace to its next work.
        var thread = new Thread(() =>
        {
            try
            {
                using SafeFileHandle netns = File.OpenHandle($"/run/netns/{Name}");
                if (setns((int)netns.DangerousGetHandle(), CloneNewNet) != 0)
                {
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                }

                done.SetResult(work());
            }
            catch (Exception failed)
            {
                done.SetException(failed);
            }
        });
        thread.Start();
        return done.Task;
    }

    public async ValueTask DisposeAsync() => await Shell.TryAsync(["ip", "netns", "delete", Name]);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setns(int fd, int nstype);
}
