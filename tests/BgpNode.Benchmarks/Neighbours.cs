using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Rib;

namespace BgpNode.Benchmarks;

/// <summary>External neighbours that agree to everything usual.</summary>
internal static class Neighbours
{
    public static Agreement AgreementOf(AsNumber asNumber, int number) => new()
    {
        LocalAs = new AsNumber(64512),
        PeerAs = asNumber,
        LocalId = new RouterId(0x0a000001),
        PeerId = new RouterId(0x0b000000u + (uint)number),
        HoldTime = 90,
        Families = FamilySet.IPv4,
        FourOctetAs = true,
    };

    public static PeerUp Up(AsNumber asNumber, int number, ExportScope export) => new(
        $"peer{number}",
        Address.V4(0xc0000200u + (uint)number),
        0,
        AgreementOf(asNumber, number),
        new PeerPolicy { Export = export },
        Address.V4(0xc00002fe),
        null,
        SharedSubnet: true,
        _ => { });
}
