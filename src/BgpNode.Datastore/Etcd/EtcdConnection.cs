using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Etcdserverpb;
using Grpc.Core;
using Grpc.Net.Client;

namespace BgpNode.Datastore.Etcd;

/// <summary>
/// One connection to one member, over the generated clients alone: the package's own client writes to the console and
/// repeats calls that must not be repeated. Made anew after every failure, so that renewed certificates and passwords count.
/// </summary>
internal sealed class EtcdConnection : IDisposable
{
    public static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(5);

    /// <summary>A page of a list may be large, and etcd busy just after its start.</summary>
    public static readonly TimeSpan ListDeadline = TimeSpan.FromSeconds(30);

    private readonly EtcdOptions _options;
    private readonly TimeProvider _clock;
    private readonly GrpcChannel _channel;
    private readonly X509Certificate2? _certificate;
    private string? _token;

    private EtcdConnection(EtcdOptions options, string endpoint, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        Endpoint = endpoint;
        var tls = new SslClientAuthenticationOptions();
        if (options.CaFile is { } ca)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(ca);
        }

        if (options is { CertFile: { } certificate, KeyFile: { } key })
        {
            _certificate = X509Certificate2.CreateFromPemFile(certificate, key);
            tls.ClientCertificates = [_certificate];
        }

        var handler = new SocketsHttpHandler
        {
            SslOptions = tls,
            ConnectCallback = EtcdSocket.ConnectAsync,
            ConnectTimeout = EtcdSocket.DeadAfter,
            UseProxy = false,
            KeepAlivePingDelay = TimeSpan.FromSeconds(10), // etcd hangs up on more than one in 5 s
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
            AutomaticDecompression = DecompressionMethods.None,
        };
        _channel = GrpcChannel.ForAddress(endpoint, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = null, // with the usual 4 MB a large list fails, and a watch with a long backlog fails for ever
        });
        Kv = new KV.KVClient(_channel);
    }

    public string Endpoint { get; }

    public KV.KVClient Kv { get; }

    /// <summary>Prepares a connection; logs in when there is a user.</summary>
    /// <exception cref="RpcException">etcd is away, or refuses the user.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task<EtcdConnection> OpenAsync(EtcdOptions options, string endpoint, TimeProvider clock, CancellationToken ct)
    {
        var connection = new EtcdConnection(options, endpoint, clock);
        try
        {
            await connection.LogInAsync(ct);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A call with a deadline. With a stale token it logs in again, once: etcd refused the call before doing anything.</summary>
    public async Task<T> CallAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, TimeSpan deadline, CancellationToken ct)
    {
        try
        {
            return await call(Options(deadline, ct));
        }
        catch (RpcException error) when (_token is not null && EtcdErrors.IsStaleToken(error))
        {
            await LogInAsync(ct);
            return await call(Options(deadline, ct));
        }
    }

    /// <summary>A watch stream. etcd ends it when it loses its leader, rather than keep it quiet.</summary>
    public AsyncDuplexStreamingCall<WatchRequest, WatchResponse> Watch(CancellationToken ct)
    {
        CallOptions options = Options(null, ct);
        options.Headers!.Add("hasleader", "true");
        return new Watch.WatchClient(_channel).Watch(options);
    }

    public void Dispose()
    {
        _channel.Dispose();
        _certificate?.Dispose();
    }

    private async Task LogInAsync(CancellationToken ct)
    {
        _token = null;
        if (_options is not { Username: { } user, PasswordFile: { } file })
        {
            return;
        }

        using var reader = new StreamReader(file);
        var request = new AuthenticateRequest { Name = user, Password = await reader.ReadLineAsync(ct) ?? "" };
        try
        {
            AuthenticateResponse response = await new Auth.AuthClient(_channel).AuthenticateAsync(request, Options(CallDeadline, ct));
            _token = response.Token;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.FailedPrecondition)
        {
            // authentication is not enabled (yet): everyone may do everything
        }
    }

    private CallOptions Options(TimeSpan? deadline, CancellationToken ct)
    {
        var headers = new Metadata();
        if (_token is not null)
        {
            headers.Add("token", _token);
        }

        return new CallOptions(headers, deadline is { } time ? (_clock.GetUtcNow() + time).UtcDateTime : null, ct);
    }
}
