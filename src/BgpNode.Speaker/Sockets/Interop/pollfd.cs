namespace BgpNode.Speaker.Sockets.Interop;

/// <summary>sys/poll.h.</summary>
internal struct pollfd
{
    public const short POLLIN = 1;

    public int fd;
    public short events;
    public short revents;
}
