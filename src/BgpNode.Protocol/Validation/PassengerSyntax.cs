using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Validation;

/// <summary>
/// Structure of attributes that we pass along without using them. A malformed one is stopped here: passed along it would reset
/// sessions further down, as happened on the Internet in 2023 and 2025.
/// </summary>
internal static class PassengerSyntax
{
    private const byte IngressReplication = 6;
    private const byte LastTunnelType = 7;

    /*  Flags                1 octet
        Tunnel Type          1 octet
        MPLS Label           3 octets
        Tunnel Identifier    the rest    */
    /// <summary>RFC 6514 §5: what is wrong, or null.</summary>
    public static string? Pmsi(ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(value);
        reader.U8();
        byte type = reader.U8();
        reader.Bytes(3);
        int identifier = reader.Remaining;

        return reader.Overrun ? $"PMSI_TUNNEL has {value.Length} octets, fewer than 5"
            : type > LastTunnelType ? $"PMSI_TUNNEL has the tunnel type {type}"
            : type == IngressReplication && identifier is not (4 or 16) ? $"PMSI_TUNNEL names an address of {identifier} octets"
            : null;
    }

    /*  any number of
        Tunnel Type      2 octets
        Length           2 octets
        any number of
        Sub-TLV Type     1 octet
        Length           1 octet, or 2 for the types from 128 on
        Value            Length octets                             */
    /// <summary>RFC 9012 §2 and §13: what is wrong, or null.</summary>
    public static string? TunnelEncapsulation(ReadOnlySpan<byte> value)
    {
        var tunnels = new WireReader(value);
        while (tunnels.Remaining > 0)
        {
            tunnels.U16();
            var subTlvs = new WireReader(tunnels.Bytes(tunnels.U16()));
            while (subTlvs.Remaining > 0)
            {
                byte type = subTlvs.U8();
                subTlvs.Bytes(type < 128 ? subTlvs.U8() : subTlvs.U16());
            }

            if (tunnels.Overrun || subTlvs.Overrun)
            {
                return "TUNNEL_ENCAPSULATION has a part that runs off its end";
            }
        }

        return null;
    }
}
