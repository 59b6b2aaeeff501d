using System.Net.Sockets;
using System.Runtime.CompilerServices;
using BgpNode.Kernel.Interop;
using Microsoft.Extensions.Logging;

namespace BgpNode.Kernel.Netlink;

/// <summary>A socket in the multicast groups of a filter.</summary>
internal sealed partial class KernelSubscription : IKernelSubscription
{
    private static readonly (KernelTopics Topic, int Group)[] Groups =
    [
        (KernelTopics.Links, RTNLGRP.LINK),
        (KernelTopics.Addresses, RTNLGRP.IPV4_IFADDR),
        (KernelTopics.Addresses, RTNLGRP.IPV6_IFADDR),
        (KernelTopics.Neighbours, RTNLGRP.NEIGH),
        (KernelTopics.Nexthops, RTNLGRP.NEXTHOP),
        (KernelTopics.RoutesIPv4, RTNLGRP.IPV4_ROUTE),
        (KernelTopics.RoutesIPv6, RTNLGRP.IPV6_ROUTE),
    ];

    private readonly NetlinkSocket _socket;
    private readonly EventParser _parser;
    private readonly ILogger _logger;
    private readonly byte[] _buffer = new byte[NetlinkSocket.ReceiveSize];

    private KernelSubscription(NetlinkSocket socket, EventParser parser, ILogger logger)
    {
        _socket = socket;
        _parser = parser;
        _logger = logger;
    }

    public static KernelSubscription Open(KernelEventFilter filter, uint ownPort, TimeProvider clock, ILogger logger)
    {
        NetlinkSocket socket = NetlinkSocket.Open(filter.ReceiveBuffer, clock);
        var subscription = new KernelSubscription(socket, new EventParser(filter, ownPort), logger);
        if (socket.ReceiveBuffer < filter.ReceiveBuffer)
        {
            subscription.LogSmallBuffer(socket.ReceiveBuffer, filter.ReceiveBuffer);
        }

        // The filter stands before the first event; without it the parser says no to the same messages, only later.
        sock_filter[] program = EventFilterProgram.Build(filter, ownPort);
        if (program.Length > 0 && !socket.TryFilter(program))
        {
            subscription.LogNoFilter();
        }

        try
        {
            foreach ((KernelTopics topic, int group) in Groups)
            {
                if ((filter.Topics & topic) != 0)
                {
                    socket.Join(group);
                }
            }
        }
        catch (SocketException problem)
        {
            socket.Dispose();
            throw new KernelException("The kernel's events cannot be subscribed to.", problem);
        }

        return subscription;
    }

    public async IAsyncEnumerable<KernelEvent> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            int length = await ReceiveAsync(ct);
            if (length < 0)
            {
                DropWaiting(ct);
                LogOverrun();
                yield return new Overrun();
                continue;
            }

            for (int offset = 0; offset < length;)
            {
                if (Parse(_buffer.AsSpan(0, length), ref offset) is { } change)
                {
                    yield return change;
                }
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Octets received, or -1 when events were lost.</summary>
    private async ValueTask<int> ReceiveAsync(CancellationToken ct)
    {
        try
        {
            return await _socket.ReceiveEventAsync(_buffer, ct);
        }
        catch (SocketException problem) when (problem.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
        {
            return -1;
        }
        catch (SocketException problem)
        {
            throw new KernelException("The kernel's events cannot be read any more.", problem);
        }
    }

    /// <summary>
    /// After an overrun the kernel queues nothing new, and reports no further loss, until the queue was empty once. So it
    /// is emptied before the reader is told to dump: what changes from then on is queued again.
    /// </summary>
    private void DropWaiting(CancellationToken ct)
    {
        while (_socket.TryReceive(_buffer, out _, out SocketError error) || error == SocketError.NoBufferSpaceAvailable)
        {
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The event of the message at the offset, if it is one; a truncated message counts as lost events.</summary>
    private KernelEvent? Parse(ReadOnlySpan<byte> received, ref int offset)
    {
        var reader = new NetlinkReader(received[offset..]);
        if (!reader.Next(out NetlinkMessage message))
        {
            offset = received.Length;
            return reader.Malformed ? new Overrun() : null;
        }

        offset = received.Length - reader.Remaining;
        return _parser.Parse(message);
    }

    [LoggerMessage(4001, LogLevel.Warning, "Events of the kernel were lost because they came faster than they were read; the reader compares with a dump")]
    private partial void LogOverrun();

    [LoggerMessage(4002, LogLevel.Warning, "The kernel granted {Granted} octets of event buffer instead of {Wanted}; bursts may need a dump. CAP_NET_ADMIN on the host or a larger net.core.rmem_max lifts the limit")]
    private partial void LogSmallBuffer(int granted, int wanted);

    [LoggerMessage(4003, LogLevel.Warning, "The kernel does not take the filter of the event socket; unwanted events are dropped after reading, which costs time")]
    private partial void LogNoFilter();
}
