using System.Security.Authentication;
using System.Security.Cryptography;
using Grpc.Core;

namespace BgpNode.Datastore.Etcd;

/// <summary>Says in plain words why etcd could not be used.</summary>
internal static class EtcdErrors
{
    public static string Explain(Exception error, string endpoint) => error switch
    {
        RpcException { StatusCode: StatusCode.DeadlineExceeded } => $"etcd at {endpoint} did not answer in time",
        RpcException { StatusCode: StatusCode.Unavailable or StatusCode.Internal } rpc when Innermost(rpc) is AuthenticationException tls =>
            $"TLS with etcd at {endpoint} failed: {tls.Message}",
        RpcException { StatusCode: StatusCode.Unavailable } rpc => $"etcd at {endpoint} cannot be reached: {Innermost(rpc)?.Message ?? Detail(rpc)}",
        RpcException { StatusCode: StatusCode.Unauthenticated or StatusCode.PermissionDenied } rpc => $"etcd at {endpoint} refused us: {Detail(rpc)}",
        RpcException rpc => $"etcd at {endpoint} answered: {Detail(rpc)}",
        TimeoutException => $"etcd at {endpoint} fell silent",
        CryptographicException => $"a certificate or key for etcd cannot be used: {error.Message}",
        IOException or UnauthorizedAccessException => $"a file for etcd cannot be read, or the connection broke: {error.Message}",
        _ => $"{error.GetType().Name} with etcd at {endpoint}: {error.Message}",
    };

    /// <summary>Whether a token ran out, or was made before users changed: a new one may help.</summary>
    public static bool IsStaleToken(RpcException error) =>
        error.StatusCode == StatusCode.Unauthenticated
        || error.Status.Detail.Contains("invalid auth token", StringComparison.Ordinal)
        || error.Status.Detail.Contains("revision of auth store is old", StringComparison.Ordinal);

    private static string Detail(RpcException error) =>
        error.Status.Detail.Replace("etcdserver: ", "", StringComparison.Ordinal);

    private static Exception? Innermost(RpcException error)
    {
        Exception? inner = error.Status.DebugException;
        while (inner?.InnerException is { } next)
        {
            inner = next;
        }

        return inner;
    }
}
