using System.Diagnostics.CodeAnalysis;

namespace BgpNode.Protocol.Wire;

/// <summary>One capability of an OPEN message, RFC 5492 §4.</summary>
/// <param name="Code">IANA's number; see <see cref="CapabilityCode"/>.</param>
public abstract record Capability(byte Code)
{
    /// <summary>A code we do not know is kept as it is; a known one of the wrong length is refused.</summary>
    /// <param name="code">IANA's number.</param>
    /// <param name="value">The capability's value, 0 to 255 octets.</param>
    /// <param name="capability">What it says.</param>
    public static bool TryRead(byte code, ReadOnlySpan<byte> value, [NotNullWhen(true)] out Capability? capability)
    {
        var reader = new WireReader(value);
        Capability read = (CapabilityCode)code switch
        {
            CapabilityCode.Multiprotocol => MultiprotocolCapability.Read(ref reader),
            CapabilityCode.RouteRefresh => new RouteRefreshCapability(),
            CapabilityCode.ExtendedNextHop => ExtendedNextHopCapability.Read(ref reader),
            CapabilityCode.ExtendedMessage => new ExtendedMessageCapability(),
            CapabilityCode.Role => new RoleCapability((BgpRole)reader.U8()),
            CapabilityCode.GracefulRestart => GracefulRestartCapability.Read(ref reader),
            CapabilityCode.FourOctetAs => new FourOctetAsCapability(new(reader.U32())),
            CapabilityCode.AddPath => AddPathCapability.Read(ref reader),
            CapabilityCode.EnhancedRouteRefresh => new EnhancedRouteRefreshCapability(),
            CapabilityCode.LongLivedGracefulRestart => LongLivedGracefulRestartCapability.Read(ref reader),
            _ => new UnknownCapability(code, [.. reader.Rest()]),
        };
        capability = reader.ReadExactly ? read : null;
        return capability is not null;
    }

    /*  Capability Code      1 octet
        Capability Length    1 octet
        Capability Value     Capability Length octets   */
    public void Write(ref WireWriter writer)
    {
        writer.U8(Code);
        int begin = writer.BeginLength8();
        WriteValue(ref writer);
        writer.EndLength8(begin);
    }

    private protected abstract void WriteValue(ref WireWriter writer);
}
