using BgpNode.Conformance.Lab.Raw;

namespace BgpNode.Conformance.Rfc.Lab;

/// <summary>A message of the daemon, and when it came.</summary>
internal sealed record ReceivedMessage(byte Type, byte[] Body, long Timestamp)
{
    public SentUpdate? Update { get; } = Type == BgpBytes.Update ? SentUpdate.Read(Body) : null;

    public override string ToString() => $"type {Type} of {Body.Length} octets{(Type == BgpBytes.Notification ? $" {Convert.ToHexString(Body)}" : "")}";
}
