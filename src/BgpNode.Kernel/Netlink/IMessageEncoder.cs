namespace BgpNode.Kernel.Netlink;

/// <summary>Writes one request as one netlink message.</summary>
internal interface IMessageEncoder<T>
{
    static abstract void Write(ref NetlinkWriter writer, uint sequence, in T write);
}
