using System.Net.Sockets;
using System.Runtime.InteropServices;
using BgpNode.Kernel.Interop;

namespace BgpNode.Kernel.Netlink;

/// <summary>
/// One rtnetlink socket. The kernel handles a request inside the send, so its answer is there when the send returns: both
/// are tried without waiting, and only a late answer costs an asynchronous wait.
/// </summary>
internal sealed class NetlinkSocket : IDisposable
{
    /// <summary>Above the 32 KiB that the kernel puts into one piece of a dump.</summary>
    public const int ReceiveSize = 64 * 1024;

    /// <summary>Other work may hold the kernel's routing lock for seconds; nothing honest holds it this long.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly TimeProvider _clock;

    private NetlinkSocket(Socket socket, uint portId, int receiveBuffer, TimeProvider clock)
    {
        _socket = socket;
        PortId = portId;
        ReceiveBuffer = receiveBuffer;
        _clock = clock;
    }

    /// <summary>The kernel's name for this socket; events that it causes carry it.</summary>
    public uint PortId { get; }

    /// <summary>Octets of receive buffer that the kernel granted.</summary>
    public int ReceiveBuffer { get; }

    /// <summary>Opens a socket in the network namespace of the calling thread.</summary>
    /// <exception cref="KernelException">The kernel has no netlink, or refuses it to this process.</exception>
    public static NetlinkSocket Open(int receiveBuffer, TimeProvider clock)
    {
        SafeSocketHandle handle = Libc.socket(NETLINK.AF_NETLINK, NETLINK.SOCK_RAW | NETLINK.SOCK_CLOEXEC, NETLINK.NETLINK_ROUTE);
        int opened = Marshal.GetLastPInvokeError();
        if (handle.IsInvalid)
        {
            handle.Dispose();
            throw new KernelException($"A netlink socket cannot be opened: {Errno.Describe(opened)}.", opened);
        }

        if (!Libc.TryBind(handle, out uint portId))
        {
            int bound = Marshal.GetLastPInvokeError();
            handle.Dispose();
            throw new KernelException($"A netlink socket cannot be bound: {Errno.Describe(bound)}.", bound);
        }

        var socket = new Socket(handle) { Blocking = false };
        try
        {
            Set(socket, NETLINK.SOL_NETLINK, NETLINK.NETLINK_EXT_ACK, 1);
            Set(socket, NETLINK.SOL_NETLINK, NETLINK.NETLINK_CAP_ACK, 1);
            Set(socket, NETLINK.SOL_NETLINK, NETLINK.NETLINK_GET_STRICT_CHK, 1);
            return new NetlinkSocket(socket, portId, Enlarge(socket, receiveBuffer), clock);
        }
        catch (SocketException problem)
        {
            socket.Dispose();
            throw new KernelException("This kernel's netlink lacks extended or strict requests; Linux 4.20 is the oldest that has them.", problem);
        }
    }

    /// <summary>Adds a multicast group: its events are queued from now on.</summary>
    public void Join(int group) => Set(_socket, NETLINK.SOL_NETLINK, NETLINK.NETLINK_ADD_MEMBERSHIP, group);

    /// <summary>Lets the kernel drop messages before they are queued. False when it does not take the filter.</summary>
    public bool TryFilter(ReadOnlySpan<sock_filter> program) => Libc.TryAttachFilter(_socket.SafeHandle, program);

    /// <summary>Hands messages to the kernel, which works them off before this returns.</summary>
    /// <exception cref="KernelException">The kernel did not take them.</exception>
    public void Send(ReadOnlySpan<byte> messages)
    {
        _socket.Send(messages, SocketFlags.None, out SocketError error);
        if (error != SocketError.Success)
        {
            throw new KernelException("The kernel did not take a netlink request.", new SocketException((int)error));
        }
    }

    /// <summary>Whether something was there to be received; never waits.</summary>
    public bool TryReceive(Span<byte> buffer, out int length, out SocketError error)
    {
        length = _socket.Receive(buffer, SocketFlags.None, out error);
        return error == SocketError.Success;
    }

    /// <summary>The next answer to a request.</summary>
    /// <exception cref="KernelException">None came in time, or answers were lost.</exception>
    public ValueTask<int> ReceiveAnswerAsync(Memory<byte> buffer, CancellationToken ct) =>
        TryReceive(buffer.Span, out int length, out SocketError error)
            ? new ValueTask<int>(length)
            : error == SocketError.WouldBlock ? WaitForAnswerAsync(buffer, ct) : throw Lost(error);

    /// <summary>The next event, waiting as long as it takes.</summary>
    public ValueTask<int> ReceiveEventAsync(Memory<byte> buffer, CancellationToken ct) =>
        _socket.ReceiveAsync(buffer, SocketFlags.None, ct);

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> WaitForAnswerAsync(Memory<byte> buffer, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(AnswerTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            return await _socket.ReceiveAsync(buffer, SocketFlags.None, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new KernelException($"The kernel did not answer a netlink request within {AnswerTimeout.TotalSeconds:0} s; whether it was done is not known.");
        }
        catch (SocketException problem)
        {
            throw Lost(problem.SocketErrorCode);
        }
    }

    private static KernelException Lost(SocketError error) => error == SocketError.NoBufferSpaceAvailable
        ? new KernelException("Answers of the kernel were lost because the receive buffer was full; what was done is not known.", Errno.NoBuffers)
        : new KernelException("An answer of the kernel could not be read.", new SocketException((int)error));

    /// <summary>SO_RCVBUFFORCE goes beyond net.core.rmem_max but needs CAP_NET_ADMIN on the host; SO_RCVBUF takes what is allowed.</summary>
    private static int Enlarge(Socket socket, int wanted)
    {
        try
        {
            Set(socket, NETLINK.SOL_SOCKET, NETLINK.SO_RCVBUFFORCE, wanted);
        }
        catch (SocketException)
        {
            Set(socket, NETLINK.SOL_SOCKET, NETLINK.SO_RCVBUF, wanted);
        }

        Span<byte> granted = stackalloc byte[4];
        socket.GetRawSocketOption(NETLINK.SOL_SOCKET, NETLINK.SO_RCVBUF, granted);
        return MemoryMarshal.Read<int>(granted);
    }

    private static void Set(Socket socket, int level, int option, int value) =>
        socket.SetRawSocketOption(level, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
}
