using BgpNode.Kernel.Interop;
using BgpNode.Kernel.Links;
using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;
using Microsoft.Extensions.Logging;

namespace BgpNode.Kernel.Netlink;

/// <summary>
/// The kernel's routing over rtnetlink: a socket for writes, one for dumps, one for each subscription, so that none waits
/// for another. All members may be called at the same time.
/// </summary>
public sealed partial class KernelClient : IKernelRoutes, IKernelLinks, INexthops, IKernelEvents, IAsyncDisposable
{
    // Answers to a full batch with words for each, and the parts of a dump that wait.
    private const int RequestBuffer = 4 * 1024 * 1024;

    private readonly NetlinkRequests _requests;
    private readonly NetlinkDumps _dumps;
    private readonly uint _ownPort;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    private KernelClient(NetlinkSocket requests, NetlinkSocket dumps, TimeProvider clock, ILogger logger)
    {
        _requests = new NetlinkRequests(requests);
        _dumps = new NetlinkDumps(dumps);
        _ownPort = requests.PortId;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Opens the sockets in the network namespace of the calling thread.</summary>
    /// <exception cref="KernelException">Netlink is missing, or the process may not change routes; the message says what to do.</exception>
    public static KernelClient Open(ILogger<KernelClient> logger, TimeProvider clock)
    {
        NetlinkSocket requests = NetlinkSocket.Open(RequestBuffer, clock);
        try
        {
            ThrowUnlessPermitted(requests);
            return new KernelClient(requests, NetlinkSocket.Open(RequestBuffer, clock), clock, logger);
        }
        catch (KernelException)
        {
            requests.Dispose();
            throw;
        }
    }

    public IKernelSubscription Subscribe(KernelEventFilter filter) => KernelSubscription.Open(filter, _ownPort, _clock, _logger);

    public ValueTask DisposeAsync()
    {
        _requests.Dispose();
        _dumps.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Asks to delete a route that cannot exist (a prefix of 33 bits): the kernel judges the permission before the content.
    /// </summary>
    private static void ThrowUnlessPermitted(NetlinkSocket socket)
    {
        var writer = new NetlinkWriter(stackalloc byte[nlmsghdr.Size + rtmsg.Size]);
        writer.Begin(RTM.DELROUTE, NLM_F.REQUEST | NLM_F.ACK, 0);
        writer.Struct(new rtmsg { rtm_family = AF.INET, rtm_dst_len = 33 });
        writer.End();
        socket.Send(writer.Written);

        Span<byte> answer = stackalloc byte[1024];
        int errno = Errno.None;
        if (socket.TryReceive(answer, out int length, out _))
        {
            var reader = new NetlinkReader(answer[..length]);
            errno = reader.Next(out NetlinkMessage message) && message.Type == NLMSG.ERROR ? message.ErrorNumber : Errno.None;
        }

        if (errno is Errno.NotPermitted or Errno.AccessDenied)
        {
            throw new KernelException(
                "This process may not change the kernel's routes: it lacks CAP_NET_ADMIN. Run it as root, or grant it with AmbientCapabilities=CAP_NET_ADMIN in its systemd unit.",
                errno);
        }
    }
}
