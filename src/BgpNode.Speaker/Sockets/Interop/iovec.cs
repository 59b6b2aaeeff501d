namespace BgpNode.Speaker.Sockets.Interop;

/// <summary>bits/types/struct_iovec.h.</summary>
internal unsafe struct iovec
{
    public void* iov_base;
    public nuint iov_len;
}
