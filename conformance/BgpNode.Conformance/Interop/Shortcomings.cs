using BgpNode.Conformance.Lab.Speakers;

namespace BgpNode.Conformance.Interop;

/// <summary>What an implementation, in the version that Debian has, cannot do: the reason stands in the matrix.</summary>
internal static class Shortcomings
{
    private static readonly Dictionary<(SpeakerKind Kind, string Feature), string> Known = new()
    {
        [(SpeakerKind.GoBgp, Feature.TwoOctetAs)] = "GoBGP always announces four-octet AS numbers",
        [(SpeakerKind.GoBgp, Feature.ExtendedMessages)] = "GoBGP has no extended messages",
        [(SpeakerKind.OpenBgpd, Feature.Md5)] = "OpenBGPD 7.7 has no TCP MD5 on Linux",
        [(SpeakerKind.OpenBgpd, Feature.IPv6NextHop)] = "OpenBGPD 7.7 has no RFC 8950",
        [(SpeakerKind.OpenBgpd, Feature.ExtendedMessages)] = "OpenBGPD 7.7 has no extended messages",
        [(SpeakerKind.GoBgp, Feature.EnhancedRefresh)] = "GoBGP knows the code point alone",
        [(SpeakerKind.GoBgp, Feature.Roles)] = "GoBGP has no roles",
        [(SpeakerKind.OpenBgpd, "BFD")] = "OpenBGPD has no BFD",
        [(SpeakerKind.ExaBgp, "BFD")] = "ExaBGP has no BFD",
        [(SpeakerKind.GoBgp, "BFD")] = "GoBGP 3.10 has no BFD",
        [(SpeakerKind.ExaBgp, Feature.Roles)] = "ExaBGP 4.2 has no roles",
        [(SpeakerKind.OpenBgpd, Feature.Unnumbered)] = "OpenBGPD finds no neighbours by router advertisements",
        [(SpeakerKind.ExaBgp, Feature.Unnumbered)] = "ExaBGP finds no neighbours by router advertisements",
        [(SpeakerKind.Bird, Feature.Unnumbered)] = "BIRD 2.0.12 finds no neighbours by router advertisements",
        [(SpeakerKind.ExaBgp, Feature.EnhancedRefresh)] = "ExaBGP keeps no table that it could send again, and asks for none",
        [(SpeakerKind.OpenBgpd, Feature.EnhancedRefresh)] = "OpenBGPD 7.7 agrees on it and, asked for its routes, sends no two marks within 30 s",
        [(SpeakerKind.ExaBgp, Feature.GracefulRestart)] = "ExaBGP keeps no routes that it could hold on to",
        [(SpeakerKind.OpenBgpd, Feature.GracefulRestart)] = "OpenBGPD 7.7 says End-of-RIB and keeps no routes over a restart",
        [(SpeakerKind.GoBgp, Feature.Unnumbered)] = "GoBGP 3.10 dials the one neighbour that the kernel knows on the link, and sends no router advertisements to be found by",
        [(SpeakerKind.ExaBgp, Feature.IPv6NextHop)] = "a gap: ExaBGP 4.2 ends a session for IPv4 over IPv6 after the OPENs, and why is not known",
        [(SpeakerKind.ExaBgp, Feature.Refresh)] = "ExaBGP keeps no table that it could send again, and asks for none",
    };

    public static string? Of(SpeakerKind kind, string feature) => Known.GetValueOrDefault((kind, feature));

    /// <summary>Why the implementation cannot have a session, null when it can.</summary>
    public static string? Of(SpeakerKind kind, Link link) =>
        link == Link.Signed ? Of(kind, Feature.Md5)
        : link == Link.Near ? Of(kind, Feature.Gtsm)
        : link == Link.Old ? Of(kind, Feature.TwoOctetAs)
        : link == Link.IPv6NextHop ? Of(kind, Feature.IPv6NextHop)
        : null;
}
