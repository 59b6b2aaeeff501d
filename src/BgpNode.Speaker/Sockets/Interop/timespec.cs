namespace BgpNode.Speaker.Sockets.Interop;

/// <summary>bits/types/struct_timespec.h.</summary>
internal struct timespec
{
    public long tv_sec;
    public long tv_nsec;
}
