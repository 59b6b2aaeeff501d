namespace BgpNode.Datastore.Etcd;

/// <summary>How to reach etcd.</summary>
public sealed record EtcdOptions
{
    /// <summary>One or more members, such as <c>https://10.0.0.1:2379</c>. Without a scheme: https when <see cref="CaFile"/> is set, else http.</summary>
    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary>PEM of the authorities that sign the members' certificates; null trusts those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM of our own certificate; with <see cref="KeyFile"/>.</summary>
    public string? CertFile { get; init; }

    /// <summary>PEM of our private key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>etcd's user; with <see cref="PasswordFile"/>.</summary>
    public string? Username { get; init; }

    /// <summary>A file whose first line is the user's password.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The endpoints with their schemes written out.</summary>
    internal IReadOnlyList<string> Addresses =>
        [.. Endpoints.Select(endpoint => endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : (CaFile is null ? "http://" : "https://") + endpoint)];
}
