using BgpNode.Control.Views;
using BgpNode.Net;
using BgpNode.Protocol.Bfd;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Bfd;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Rib;

namespace BgpNode.Control;

internal sealed partial class NodeQueries
{
    public Task<IReadOnlyList<PeerView>> PeersAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<PeerView>>([.. speaker.Peers.Select(PeerOf)]);

    public Task<PeerView?> PeerAsync(string name, CancellationToken cancel) => Task.FromResult(Find(name) is { } status ? PeerOf(status) : null);

    // By its name or by its address, as people have it at hand.
    private PeerStatus? Find(string name) =>
        speaker.Find(name) ?? (Address.TryParse(name, out Address address) ? speaker.Peers.FirstOrDefault(peer => peer.Config.RemoteAddress == address) : null);

    private PeerView PeerOf(PeerStatus peer)
    {
        PeerConfig config = peer.Config;
        bool up = peer.State == SessionState.Established;
        DateTimeOffset now = clock.GetUtcNow();
        return new PeerView
        {
            Name = peer.Name,
            Address = config.RemoteAddress.ToString(),
            Interface = config.Interface,
            LocalAddress = (peer.LocalAddress ?? config.LocalAddress)?.ToString(),
            RemoteAs = (peer.Agreement?.PeerAs ?? config.RemoteAs ?? default).Value,
            LocalAs = config.LocalAs.Value,
            RouterId = peer.Agreement?.PeerId.ToString(),
            Type = config.RemoteAs == config.LocalAs ? "ibgp" : "ebgp",
            Role = config.Role?.Name(),
            Description = config.Description.Length > 0 ? config.Description : null,
            State = peer.State.ToString(),
            Since = peer.Since,
            SinceSeconds = (now - peer.Since).TotalSeconds,
            HeldDownSeconds = (peer.HeldDownUntil - now)?.TotalSeconds,
            Waiting = up ? null : config.Disabled ? "disabled" : Held(peer, now) ?? peer.LastDown?.Text ?? (config.Passive ? "waits for the neighbour to connect" : "connecting"),
            Disabled = config.Disabled,
            LastError = LastErrorOf(peer),
            Established = peer.TimesUp,
            Timers = new PeerTimersView
            {
                ConfiguredHoldSeconds = config.HoldTime.TotalSeconds,
                HoldSeconds = peer.Agreement?.HoldTime,
                KeepaliveSeconds = up ? peer.KeepaliveTime.TotalSeconds : null,
            },
            Families = [.. FamilyExtensions.All.ToArray().Where(family => (peer.Agreement?.Families ?? config.Families).Has(family)).Select(family => FamilyOf(peer, family))],
            Messages =
            [
                Messages("open", peer, MessageType.Open), Messages("update", peer, MessageType.Update),
                Messages("notification", peer, MessageType.Notification), Messages("keepalive", peer, MessageType.Keepalive),
                Messages("routeRefresh", peer, MessageType.RouteRefresh),
            ],
            Capabilities = CapabilitiesOf(peer),
            GracefulRestart = peer.KeptUntil is not null ? "helping" : config.RestartTime is null ? "off" : peer.Agreement is null ? null : peer.Agreement.GracefulRestart is null ? "off" : "ready",
            KeptUntil = peer.KeptUntil,
            Bfd = peer.Bfd is { } bfd ? BfdOf(bfd) : null,
            UpdateErrors = (peer.Routes?.AttributesDiscarded ?? 0) + (peer.Routes?.TreatedAsWithdraw ?? 0),
            OutLag = peer.OutputBlocked > TimeSpan.Zero ? 1 : 0,
        };
    }

    private static PeerBfdView BfdOf(BfdStatus bfd) => new()
    {
        State = bfd.State.ToString(),
        RemoteState = bfd.RemoteState.ToString(),
        Since = bfd.Since,
        IntervalMilliseconds = bfd.TransmitInterval.TotalMilliseconds,
        DetectionMilliseconds = bfd.DetectionTime.TotalMilliseconds,
        Multihop = bfd.Multihop,
        Diagnostic = bfd.Diagnostic == BfdDiagnostic.None ? null : bfd.Diagnostic.ToString(),
        RemoteDiagnostic = bfd.RemoteDiagnostic == BfdDiagnostic.None ? null : bfd.RemoteDiagnostic.ToString(),
        Downs = bfd.Downs,
        PacketsSent = bfd.PacketsSent,
        PacketsReceived = bfd.PacketsReceived,
        Problem = bfd.Problem,
    };

    private static string? Held(PeerStatus peer, DateTimeOffset now) => peer.HeldDownUntil is { } until
        ? $"{(peer.LastErrorSent?.Error == ProtocolError.OutOfResources ? "out of memory" : "too many prefixes")}; held down for {Math.Max(0, (until - now).TotalSeconds):0} s more, or until it is reset or configured anew"
        : null;

    private static PeerErrorView? LastErrorOf(PeerStatus peer)
    {
        (SessionError? error, string direction) = new[] { (peer.LastErrorSent, "sent"), (peer.LastErrorReceived, "received"), (peer.LastDown, "local") }
            .Where(entry => entry.Item1 is not null)
            .OrderByDescending(entry => entry.Item1!.At)
            .FirstOrDefault();
        return error is null ? null : new PeerErrorView
        {
            At = error.At,
            Direction = direction,
            Text = error.Text,
            Code = (byte?)error.Error?.Code,
            Subcode = error.Error?.Subcode,
        };
    }

    private static PeerFamilyView FamilyOf(PeerStatus peer, Family family)
    {
        FamilyCounters? counters = peer.Routes?[family];
        int limit = peer.Config.Policy.MaxPrefixes;
        return new PeerFamilyView
        {
            Family = family.Name(),
            Received = counters?.Received ?? 0,
            Accepted = counters?.Accepted ?? 0,
            Filtered = counters?.Filtered ?? 0,
            Sent = counters?.Sent ?? 0,
            Limit = limit == 0 ? null : limit,
            LimitAction = limit == 0 ? null : peer.Config.Policy.OverLimit.ToString(),
            LimitState = counters?.Level switch
            {
                PrefixLevel.Over => "over",
                PrefixLevel.Warning => "warning",
                _ => null,
            },
            AddPaths = AddPathsOf(peer.Agreement, family),
            PathsRefused = counters?.PathsRefused is > 0 and var refused ? refused : null,
            EndOfRib = counters?.EndOfRib ?? false,
        };
    }

    private static string? AddPathsOf(Agreement? agreement, Family family) => (agreement?.AddPathReceive.Has(family), agreement?.AddPathSend.Has(family)) switch
    {
        (true, true) => "both",
        (true, _) => "receive",
        (_, true) => "send",
        _ => null,
    };

    private static MessageCountView Messages(string type, PeerStatus peer, MessageType of) =>
        new() { Type = type, Received = peer.Received[of], Sent = peer.Sent[of] };

    private static CapabilityView[] CapabilitiesOf(PeerStatus peer) =>
    [
        .. peer.CapabilitiesSent.Concat(peer.CapabilitiesReceived).Select(NameOf).Distinct().Select(name => new CapabilityView
        {
            Name = name,
            Sent = peer.CapabilitiesSent.Any(capability => NameOf(capability) == name),
            Received = peer.CapabilitiesReceived.Any(capability => NameOf(capability) == name),
        }),
    ];

    private static string NameOf(Capability capability) => capability switch
    {
        MultiprotocolCapability mp => FamilyExtensions.FromAfiSafi(mp.Afi, mp.Safi) is { } family ? $"multiprotocol {family.Name()}" : $"multiprotocol {mp.Afi}/{mp.Safi}",
        FourOctetAsCapability => "four-octet AS",
        RouteRefreshCapability => "route refresh",
        EnhancedRouteRefreshCapability => "enhanced route refresh",
        ExtendedMessageCapability => "extended messages",
        ExtendedNextHopCapability => "extended next hop",
        AddPathCapability => "add-path",
        GracefulRestartCapability => "graceful restart",
        LongLivedGracefulRestartCapability => "long-lived graceful restart",
        RoleCapability role => $"role {role.Role.Name()}",
        _ => $"code {(byte)capability.Code}",
    };
}
