using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace BgpNode.Control;

/// <summary>
/// Who is at the other end of a Unix socket, as the kernel knows it (unix(7), SO_PEERCRED and SO_PEERGROUPS): what a process was when it
/// connected. The modes of the socket and its folder say who may connect; an operator may open them for monitoring, and gives nobody the
/// right to change anything with that.
/// </summary>
/// <param name="User">Effective user.</param>
/// <param name="Groups">Effective group and supplementary ones.</param>
internal sealed record PeerCredentials(uint User, IReadOnlyList<uint> Groups)
{
    private const int SOL_SOCKET = 1;
    private const int SO_PEERCRED = 17;
    private const int SO_PEERGROUPS = 59;
    private const int MostGroups = 1024;

    private static readonly uint s_user = Own("Uid:");
    private static readonly uint s_group = Own("Gid:");

    /// <summary>Root, the daemon's own user, and members of its group.</summary>
    public bool IsOneOfUs => IsOf(s_user, s_group);

    public static PeerCredentials Of(Socket socket)
    {
        Span<uint> credentials = stackalloc uint[3]; // struct ucred: pid, uid, gid
        socket.GetRawSocketOption(SOL_SOCKET, SO_PEERCRED, MemoryMarshal.AsBytes(credentials));
        Span<uint> groups = stackalloc uint[MostGroups];
        int octets = 0;
        try
        {
            octets = socket.GetRawSocketOption(SOL_SOCKET, SO_PEERGROUPS, MemoryMarshal.AsBytes(groups));
        }
        catch (SocketException)
        {
            // more groups than we have room for, or a kernel before 4.13: the effective group has to do
        }

        return new PeerCredentials(credentials[1], [credentials[2], .. groups[..(octets / sizeof(uint))]]);
    }

    internal bool IsOf(uint user, uint group) => User == 0 || User == user || Groups.Contains(group);

    // proc_pid_status(5): real, effective, saved and file system id.
    private static uint Own(string which) => uint.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(which, StringComparison.Ordinal)).Split('\t')[2], CultureInfo.InvariantCulture);
}
