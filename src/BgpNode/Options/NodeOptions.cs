using System.Net;

namespace BgpNode.Options;

/// <summary>What only this node can know: the content of <c>/etc/bgpnode/bgpnode.yaml</c>. Everything else is intent.</summary>
public sealed record NodeOptions
{
    public const string DefaultFile = "/etc/bgpnode/bgpnode.yaml";

    public const string DefaultControl = "/run/bgpnode/api.sock";

    public const string DefaultDirectory = "/etc/bgpnode/intent";

    public const string DefaultStateDirectory = "/var/lib/bgpnode";

    public static readonly IPEndPoint DefaultHttp = new(IPAddress.Loopback, 9179);

    /// <summary>The name that intent knows this node by.</summary>
    public required string Node { get; init; }

    public DatastoreOptions Datastore { get; init; } = new DirectoryOptions(DefaultDirectory);

    /// <summary>The Unix socket of the control API.</summary>
    public string Control { get; init; } = DefaultControl;

    /// <summary>Where metrics and health are served; null when switched off.</summary>
    public IPEndPoint? Http { get; init; } = DefaultHttp;

    /// <summary>What must outlive a restart: the snapshot of intent.</summary>
    public string StateDirectory { get; init; } = DefaultStateDirectory;

    /// <summary>Octets from which on neighbours would have to go; null leaves it to the control group.</summary>
    public long? MemoryLimit { get; init; }

    public LogOptions Log { get; init; } = new();
}
