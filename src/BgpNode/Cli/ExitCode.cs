namespace BgpNode.Cli;

/// <summary>What the process ends with. Scripts rely on these; they do not change.</summary>
public static class ExitCode
{
    public const int Ok = 0;

    /// <summary>What was named does not exist, or the daemon refused.</summary>
    public const int NotFound = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A check found something, or a route is not where it should be.</summary>
    public const int CheckFailed = 3;

    /// <summary>No daemon answers at the socket.</summary>
    public const int Unreachable = 4;

    /// <summary>The socket is there, and this user may not use it.</summary>
    public const int NoPermission = 5;
}
