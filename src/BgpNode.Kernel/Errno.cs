namespace BgpNode.Kernel;

/// <summary>The kernel's error numbers (asm-generic/errno.h) that routing requests meet, with what they mean there.</summary>
public static class Errno
{
    public const int None = 0;
    public const int NotPermitted = 1;      // EPERM
    public const int NoEntry = 2;           // ENOENT
    public const int NotFound = 3;          // ESRCH
    public const int TryAgain = 11;         // EAGAIN
    public const int NoMemory = 12;         // ENOMEM
    public const int AccessDenied = 13;     // EACCES
    public const int Busy = 16;             // EBUSY
    public const int Exists = 17;           // EEXIST
    public const int NoDevice = 19;         // ENODEV
    public const int Invalid = 22;          // EINVAL
    public const int OutOfRange = 34;       // ERANGE
    public const int MessageTooLong = 90;   // EMSGSIZE
    public const int NotSupported = 95;     // EOPNOTSUPP
    public const int FamilyNotSupported = 97; // EAFNOSUPPORT
    public const int NetworkDown = 100;     // ENETDOWN
    public const int NetworkUnreachable = 101; // ENETUNREACH
    public const int NoBuffers = 105;       // ENOBUFS
    public const int HostUnreachable = 113; // EHOSTUNREACH

    /// <summary>The kernel's name of the number, for example <c>ENETUNREACH</c>.</summary>
    public static string Name(int errno) => Of(errno).Name;

    /// <summary>Name and meaning, for example <c>ENETUNREACH: the gateway is not on a connected network</c>.</summary>
    /// <param name="errno">A positive error number.</param>
    /// <param name="detail">The kernel's own words, when it said any.</param>
    public static string Describe(int errno, string? detail = null)
    {
        (string name, string meaning) = Of(errno);
        return string.IsNullOrEmpty(detail) ? $"{name}: {meaning}" : $"{name}: {meaning} (kernel: {detail})";
    }

    private static (string Name, string Meaning) Of(int errno) => errno switch
    {
        None => ("OK", "done"),
        NotPermitted => ("EPERM", "not permitted; CAP_NET_ADMIN is missing"),
        NoEntry => ("ENOENT", "there is nothing to replace"),
        NotFound => ("ESRCH", "no such route"),
        TryAgain => ("EAGAIN", "busy, try again"),
        NoMemory => ("ENOMEM", "the kernel is out of memory"),
        AccessDenied => ("EACCES", "not allowed here"),
        Busy => ("EBUSY", "in use"),
        Exists => ("EEXIST", "another route has this destination and metric"),
        NoDevice => ("ENODEV", "no such interface"),
        Invalid => ("EINVAL", "the kernel does not accept this combination"),
        OutOfRange => ("ERANGE", "a value is out of range"),
        MessageTooLong => ("EMSGSIZE", "the message is too long"),
        NotSupported => ("EOPNOTSUPP", "this kernel does not support it"),
        FamilyNotSupported => ("EAFNOSUPPORT", "this kernel does not have the address family"),
        NetworkDown => ("ENETDOWN", "the interface is down"),
        NetworkUnreachable => ("ENETUNREACH", "the gateway is not on a connected network"),
        NoBuffers => ("ENOBUFS", "the receive buffer was full"),
        HostUnreachable => ("EHOSTUNREACH", "the gateway cannot be reached"),
        _ => (FormattableString.Invariant($"errno {errno}"), "the kernel refused"),
    };
}
