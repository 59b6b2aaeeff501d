using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using BgpNode.Kernel.Netlink;
using Microsoft.Extensions.Logging.Abstractions;

namespace BgpNode.Conformance.Kernel;

/// <summary>
/// A network namespace of its own on a thread of its own: sockets opened and programs started there live in it. It goes
/// when the thread has ended and its sockets are closed.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const int CloneNewNet = 0x40000000;

    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    public NetworkNamespace()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "network namespace" };
        _thread.Start();
        Run(() =>
        {
            if (unshare(CloneNewNet) != 0)
            {
                throw new InvalidOperationException($"unshare(CLONE_NEWNET) failed with errno {Marshal.GetLastPInvokeError()}; these tests need root.");
            }
        });
        Ip("link set lo up");
    }

    /// <summary>A namespace with the link <c>v0</c> (10.0.0.1/24, fd00::1/64), whose other end <c>v1</c> is in it too.</summary>
    public static NetworkNamespace WithLink()
    {
        var space = new NetworkNamespace();
        space.Ip("link add v0 type veth peer name v1");
        space.Ip("link set v0 up");
        space.Ip("link set v1 up");
        space.Ip("addr add 10.0.0.1/24 dev v0");
        space.Ip("addr add fd00::1/64 dev v0 nodad");
        return space;
    }

    public KernelClient Open() => Run(OpenHere);

    /// <summary>A client in the namespace of the calling thread.</summary>
    public static KernelClient OpenHere() => KernelClient.Open(NullLogger<KernelClient>.Instance, TimeProvider.System);

    /// <summary>Runs <c>ip</c> with these arguments and returns what it printed.</summary>
    public string Ip(string arguments) => Run(() =>
    {
        using Process ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = ip.StandardOutput.ReadToEnd();
        string errors = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        return ip.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"ip {arguments}: {errors}");
    });

    /// <summary>The kernel's index of an interface.</summary>
    public int IndexOf(string name) => int.Parse(Ip($"-o link show dev {name}").Split(':')[0], System.Globalization.CultureInfo.InvariantCulture);

    public void Run(Action action) => Run(() =>
    {
        action();
        return true;
    });

    public T Run<T>(Func<T> function)
    {
        // RunContinuationsAsynchronously: a test must not go on upon the namespace's thread
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(function());
            }
            catch (Exception problem) // the caller gets it
            {
                done.SetException(problem);
            }
        });
#pragma warning disable VSTHRD002 // the work is done by a thread that waits for nobody
        return done.Task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private void Work()
    {
        foreach (Action action in _work.GetConsumingEnumerable())
        {
            action();
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int unshare(int flags);
}
