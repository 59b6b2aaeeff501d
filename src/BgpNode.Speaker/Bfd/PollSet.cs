using System.ComponentModel;
using System.Runtime.InteropServices;
using BgpNode.Speaker.Sockets.Interop;

namespace BgpNode.Speaker.Bfd;

/// <summary>Waits for packets, for a deadline to the microsecond, or to be woken.</summary>
internal sealed unsafe class PollSet : IDisposable
{
    private const int EFD_CLOEXEC = 0x80000;
    private const int EFD_NONBLOCK = 0x800;

    private readonly int _wake;
    private pollfd[] _polled;

    public PollSet()
    {
        _wake = LibC.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (_wake < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        _polled = [Of(_wake)];
    }

    public void Watch(IEnumerable<BfdReceiver> receivers) => _polled = [Of(_wake), .. receivers.Select(receiver => Of(receiver.Descriptor))];

    /// <summary>From any thread.</summary>
    public void Wake()
    {
        ulong one = 1;
        LibC.write(_wake, &one, sizeof(ulong));
    }

    /// <param name="microseconds">How long at most; null for as long as it takes.</param>
    public void Wait(long? microseconds)
    {
        long time = microseconds ?? 0;
        var limit = new timespec { tv_sec = time / 1_000_000, tv_nsec = time % 1_000_000 * 1000 };
        fixed (pollfd* polled = _polled)
        {
            LibC.ppoll(polled, (nuint)_polled.Length, microseconds is null ? null : &limit, null);
            if ((polled[0].revents & pollfd.POLLIN) != 0)
            {
                ulong count;
                LibC.read(_wake, &count, sizeof(ulong));
            }
        }
    }

    public void Dispose() => _ = LibC.close(_wake);

    private static pollfd Of(int descriptor) => new() { fd = descriptor, events = pollfd.POLLIN };
}
