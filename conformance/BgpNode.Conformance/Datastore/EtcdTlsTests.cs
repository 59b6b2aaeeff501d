using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BgpNode.Datastore;
using BgpNode.Datastore.Etcd;
using BgpNode.Datastore.Resources;
using Etcdserverpb;
using Grpc.Net.Client;
using Xunit;

namespace BgpNode.Conformance.Datastore;

/// <summary>Certificates on both sides, and a user with a password.</summary>
public sealed class EtcdTlsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("bgpnode-tls-").FullName;

    public EtcdTlsTests()
    {
        using X509Certificate2 ca = Authority("ca");
        Authority("other").Dispose();
        Leaf(ca, "server");
        Leaf(ca, "client");
        File.WriteAllText(PathOf("password"), "secret\n");
        File.WriteAllText(PathOf("wrong"), "guess\n");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Certificates_and_a_password_open_etcd_and_nothing_else_does()
    {
        await using EtcdServer server = await EtcdServer.StartNewAsync(
            "https", "--cert-file", PathOf("server.pem"), "--key-file", PathOf("server.key"), "--client-cert-auth", "--trusted-ca-file", PathOf("ca.pem"));
        await EnableUsersAsync(server.Endpoint);
        EtcdOptions right = new()
        {
            Endpoints = [server.Endpoint],
            CaFile = PathOf("ca.pem"),
            CertFile = PathOf("client.pem"),
            KeyFile = PathOf("client.key"),
            Username = "root",
            PasswordFile = PathOf("password"),
        };

        await using (var run = new EtcdRun(server, right))
        {
            await run.Next<Synced>();
            var document = System.Text.Json.Nodes.JsonNode.Parse(EtcdRun.Peer("tor", "192.0.2.1"))!.AsObject();
            Assert.Equal(ApplyOutcome.Created, (await run.Store.ApplyAsync(document, default)).Outcome);
            Assert.Equal("BGPPeer tor", (await run.Next<Changed>()).Key.ToString());

            await server.StopAsync(); // etcd's simple tokens die with it
            await server.StartAsync();
            Assert.False((await run.Next<ConnectionChanged>(changed => !changed.Up)).Up);
            Assert.True((await run.Next<ConnectionChanged>(changed => changed.Up)).Up);
            Assert.Equal(ApplyOutcome.Deleted, (await run.Store.DeleteAsync(new ResourceKey(ResourceKind.BGPPeer, "", "tor"), default)).Outcome);
            Assert.Null((await run.Next<Changed>()).Resource);
        }

        await RefusedAsync(server, right with { CaFile = PathOf("other.pem") }, "TLS with etcd");
        await RefusedAsync(server, right with { PasswordFile = PathOf("wrong") }, "authentication failed");
        await RefusedAsync(server, right with { Username = null }, "refused us: permission denied");
        await RefusedAsync(server, right with { KeyFile = PathOf("missing.key") }, "missing.key");
        await RefusedAsync(server, right with { CertFile = null }, $"etcd at {server.Endpoint}");
    }

    private static async Task RefusedAsync(EtcdServer server, EtcdOptions options, string reason)
    {
        await using var run = new EtcdRun(server, options);
        ConnectionChanged down = await run.Next<ConnectionChanged>();
        Assert.False(down.Up);
        Assert.Contains(reason, down.Reason, StringComparison.Ordinal);
    }

    private async Task EnableUsersAsync(string endpoint)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(PathOf("client.pem"), PathOf("client.key"))];
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(PathOf("ca.pem"));
        using var channel = GrpcChannel.ForAddress(endpoint, new GrpcChannelOptions { HttpHandler = handler });
        var auth = new Auth.AuthClient(channel);
        await auth.UserAddAsync(new AuthUserAddRequest { Name = "root", Password = "secret" });
        await auth.RoleAddAsync(new AuthRoleAddRequest { Name = "root" });
        await auth.UserGrantRoleAsync(new AuthUserGrantRoleRequest { User = "root", Role = "root" });
        await auth.AuthEnableAsync(new AuthEnableRequest());
    }

    private string PathOf(string name) => Path.Combine(_directory, name);

    private X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        X509Certificate2 authority = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
        File.WriteAllText(PathOf($"{name}.pem"), authority.ExportCertificatePem());
        return authority;
    }

    private void Leaf(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // etcd takes a client certificate's name for its user unless it has none; the user comes by password here
        var request = new CertificateRequest(name == "client" ? "O=bgpnode" : $"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        using X509Certificate2 leaf = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(PathOf($"{name}.pem"), leaf.ExportCertificatePem());
        File.WriteAllText(PathOf($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
