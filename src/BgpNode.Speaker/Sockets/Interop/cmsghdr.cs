namespace BgpNode.Speaker.Sockets.Interop;

/// <summary>bits/socket.h; the data follows.</summary>
internal struct cmsghdr
{
    public nuint cmsg_len;
    public int cmsg_level;
    public int cmsg_type;
}
