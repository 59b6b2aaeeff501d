namespace BgpNode.Options;

/// <summary>Intent in etcd, under Calico's keys. Secrets are read from their files, never written into the configuration.</summary>
public sealed record EtcdOptions : DatastoreOptions
{
    /// <summary>At least one http or https address with a port; all with the same scheme.</summary>
    public required IReadOnlyList<Uri> Endpoints { get; init; }

    /// <summary>Certificates (PEM) that the servers' must chain to; the system's when null.</summary>
    public string? CaFile { get; init; }

    /// <summary>This node's certificate (PEM), together with <see cref="KeyFile"/>.</summary>
    public string? CertFile { get; init; }

    public string? KeyFile { get; init; }

    /// <summary>An etcd user, together with <see cref="PasswordFile"/>.</summary>
    public string? Username { get; init; }

    public string? PasswordFile { get; init; }
}
