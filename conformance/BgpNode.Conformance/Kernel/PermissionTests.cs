using System.Runtime.InteropServices;
using BgpNode.Kernel;
using Xunit;

namespace BgpNode.Conformance.Kernel;

public sealed class PermissionTests
{
    private const int SetResUid = 117; // of the calling thread alone, unlike the function of the C library

    [Fact]
    public void Without_the_right_to_change_routes_opening_says_how_to_get_it()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The number of the system call is that of x64.");
        using var space = new NetworkNamespace();
        KernelException? problem = space.Run(() =>
        {
            Assert.Equal(0, syscall(SetResUid, -1, 65534, -1));
            try
            {
                return Record.Exception(() => NetworkNamespace.OpenHere()) as KernelException;
            }
            finally
            {
                Assert.Equal(0, syscall(SetResUid, -1, 0, -1));
            }
        });
        Assert.Equal(Errno.NotPermitted, problem?.ErrorNumber);
        Assert.Contains("AmbientCapabilities=CAP_NET_ADMIN", problem?.Message, StringComparison.Ordinal);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern nint syscall(nint number, nint real, nint effective, nint saved);
}
