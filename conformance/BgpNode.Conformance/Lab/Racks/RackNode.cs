namespace BgpNode.Conformance.Lab.Racks;

/// <summary>A node of the rack with the daemon under test on it.</summary>
internal sealed record RackNode(int Number, NetworkNamespace Namespace)
{
    public const string Uplink = "uplink";

    public string Name => $"node{Number}";

    public uint As => 64512u + (uint)Number;

    public string Address => $"172.31.{Number}.2";

    public string AddressIPv6 => $"fd00:172:31:{Number}::2";

    public string TorAddress => $"172.31.{Number}.1";

    public string TorAddressIPv6 => $"fd00:172:31:{Number}::1";

    public string TorInterface => $"to-{Name}";
}
