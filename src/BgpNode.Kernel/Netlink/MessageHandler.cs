namespace BgpNode.Kernel.Netlink;

/// <summary>Takes one message of a dump; it is valid only during the call.</summary>
internal delegate void MessageHandler(in NetlinkMessage message);
