using System.Diagnostics.CodeAnalysis;
using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Session;

/// <summary>Our offer and the peer's OPEN, laid side by side: an agreement, or the error that the peer is told.</summary>
public static class OpenNegotiation
{
    internal static readonly ExtendedNextHop IPv4OverIPv6 = new(Family.IPv4.Afi(), 1, Family.IPv6.Afi());

    /// <param name="ours">What we announced.</param>
    /// <param name="theirs">An OPEN that is right in itself (RFC 4271 §6.2 without the configuration).</param>
    /// <param name="agreement">What both can do.</param>
    /// <param name="error">2/2 with the peer's AS, 2/3, 2/11, or 2/7 with the families that we want.</param>
    public static bool TryAgree(OpenOffer ours, OpenMessage theirs, [NotNullWhen(true)] out Agreement? agreement, out ProtocolError? error)
    {
        AsNumber peerAs = theirs.As;
        FamilySet families = ours.Families & FamiliesOf(theirs);

        error = !IsExpected(peerAs, ours) ? ProtocolError.BadPeerAs(peerAs)
            : peerAs == ours.LocalAs && theirs.Identifier == ours.LocalId ? ProtocolError.BadIdentifier // RFC 6286 §2.2: unique within an AS
            : peerAs != ours.LocalAs && !RolesFit(ours, theirs) ? ProtocolError.RoleMismatch
            : families == FamilySet.None ? ProtocolError.UnsupportedCapability(ours.Multiprotocol)      // RFC 5492 §5
            : null;
        agreement = error is not null ? null : new Agreement
        {
            LocalAs = ours.LocalAs,
            PeerAs = peerAs,
            LocalId = ours.LocalId,
            PeerId = theirs.Identifier,
            HoldTime = Math.Min(ours.HoldTime, theirs.HoldTime),
            Families = families,
            FourOctetAs = theirs.Find<FourOctetAsCapability>() is not null,
            Role = peerAs != ours.LocalAs ? ours.Role : null,
            RouteRefresh = theirs.Find<RouteRefreshCapability>() is not null,
            EnhancedRouteRefresh = theirs.Find<EnhancedRouteRefreshCapability>() is not null,
            ExtendedMessages = ours.ExtendedMessages && theirs.Find<ExtendedMessageCapability>() is not null,
            GracefulRestart = ours.GracefulRestart is null || theirs.Find<GracefulRestartCapability>() is not { } restart ? null : RestartOf(restart, families),
            AddPathReceive = ours.AddPaths.HasFlag(AddPathMode.Receive) ? families & AddPathsOf(theirs, AddPathMode.Send) : FamilySet.None,
            AddPathSend = ours.AddPaths.HasFlag(AddPathMode.Send) ? families & AddPathsOf(theirs, AddPathMode.Receive) : FamilySet.None,
            ExtendedNextHop = ours.ExtendedNextHop && families.Has(Family.IPv4)
                && theirs.Capabilities.OfType<ExtendedNextHopCapability>().Any(c => c.Families.Contains(IPv4OverIPv6)),
        };
        return agreement is not null;
    }

    // RFC 9234 §4.2. One role said twice is one role; two roles are none.
    private static bool RolesFit(OpenOffer ours, OpenMessage theirs)
    {
        BgpRole[] said = [.. theirs.Capabilities.OfType<RoleCapability>().Select(capability => capability.Role).Distinct()];
        return said.Length switch
        {
            0 => !ours.RequireRole,
            1 => ours.Role is not { } role || role.Counterpart() == said[0],
            _ => false,
        };
    }

    private static bool IsExpected(AsNumber peer, OpenOffer ours) => ours.RemoteAs is { } expected ? peer == expected : peer != ours.LocalAs;

    private static PeerRestart RestartOf(GracefulRestartCapability theirs, FamilySet agreed)
    {
        (FamilySet kept, FamilySet preserved) = (FamilySet.None, FamilySet.None);
        foreach (GracefulRestartFamily named in theirs.Families)
        {
            if (FamilyExtensions.FromAfiSafi(named.Afi, named.Safi) is { } family && agreed.Has(family))
            {
                kept = kept.With(family);
                preserved = named.ForwardingPreserved ? preserved.With(family) : preserved;
            }
        }

        return new PeerRestart(theirs.Restarting, theirs.RestartTime, kept, preserved);
    }

    // RFC 7911 §4: a mode other than the three is ignored; a family that is named again is as it was named last.
    private static FamilySet AddPathsOf(OpenMessage theirs, AddPathMode direction)
    {
        FamilySet able = FamilySet.None;
        foreach (AddPathFamily named in theirs.Capabilities.OfType<AddPathCapability>().SelectMany(c => c.Families))
        {
            if (named.Mode is AddPathMode.Receive or AddPathMode.Send or AddPathMode.Both
                && FamilyExtensions.FromAfiSafi(named.Afi, named.Safi) is { } family)
            {
                able = named.Mode.HasFlag(direction) ? able.With(family) : able.Without(family);
            }
        }

        return able;
    }

    // RFC 4760 §8: without the capability a peer speaks IPv4 unicast and nothing else.
    private static FamilySet FamiliesOf(OpenMessage theirs)
    {
        MultiprotocolCapability[] announced = [.. theirs.Capabilities.OfType<MultiprotocolCapability>()];
        return announced.Length == 0
            ? FamilySet.IPv4
            : announced.Aggregate(FamilySet.None, (set, c) => c.Family is { } family ? set.With(family) : set);
    }
}
