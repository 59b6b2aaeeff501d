using Xunit;

namespace BgpNode.Conformance.Lab;

/// <summary>Skips a test, with the reason, where the machine cannot run it.</summary>
internal static class Needs
{
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/usr/lib/frr", "/sbin", "/bin"];

    /// <summary>Root, for network namespaces.</summary>
    public static void Root() =>
        Assert.SkipUnless(Environment.IsPrivilegedProcess && Has("ip"), "Needs root and iproute2, to make network namespaces.");

    /// <summary>Root and a program of a Debian package.</summary>
    public static void Program(string program, string package)
    {
        Root();
        Assert.SkipUnless(Has(program), $"Needs {program}; install it with: apt-get install -y {package}");
    }

    public static void Bird() => Program("bird", "bird2");

    public static void Frr() => Program("bgpd", "frr");

    public static void Etcd()
    {
        Program("etcd", "etcd-server");
        Program("etcdctl", "etcd-client");
    }

    private static bool Has(string program) => Folders.Any(folder => File.Exists(Path.Combine(folder, program)));
}
