using System.Text;
using BgpNode.Net;

namespace BgpNode.Datastore.Resources.Reading;

internal static class BgpPeerReader
{
    /// <summary>12 bits of seconds (RFC 4724 §3).</summary>
    public static readonly TimeSpan MaxRestartTime = TimeSpan.FromSeconds(4095);

    private static readonly TimeSpan MaxHoldTime = TimeSpan.FromSeconds(ushort.MaxValue);

    // RFC 9234 §4.1 spells the names like this.
    private static readonly (string, PeerRole)[] Roles =
    [
        ("Provider", PeerRole.Provider), ("RS", PeerRole.RouteServer), ("RS-Client", PeerRole.RouteServerClient),
        ("Customer", PeerRole.Customer), ("Peer", PeerRole.Peer),
    ];

    public static BgpPeerSpec Read(Fields fields)
    {
        (Address Address, ushort? Port)? peer = fields.Value<(Address Address, ushort? Port)>("peerIP", Scalars.PeerIP);
        var spec = new BgpPeerSpec
        {
            Node = fields.Text("node", Scalars.Name),
            NodeSelector = fields.Selector("nodeSelector"),
            PeerAddress = peer?.Address,
            PeerPort = peer?.Port,
            PeerSelector = fields.Selector("peerSelector"),
            LocalWorkloadSelector = fields.Selector("localWorkloadSelector"),
            AsNumber = fields.AsNumber("asNumber"),
            LocalAsNumber = fields.AsNumber("localASNumber"),
            SourceAddress = fields.Choice<SourceAddressMode>("sourceAddress"),
            NextHopMode = fields.Choice<NextHopMode>("nextHopMode"),
            KeepOriginalNextHop = fields.Boolean("keepOriginalNextHop"),
            Password = fields.Object("password", SecretReader.Read),
            MaxRestartTime = fields.Duration("maxRestartTime", TimeSpan.Zero, MaxRestartTime, wholeSeconds: true),
            KeepaliveTime = fields.Duration("keepaliveTime", TimeSpan.FromSeconds(1), MaxHoldTime, wholeSeconds: true),
            NumAllowedLocalAsNumbers = (int?)fields.Whole("numAllowedLocalASNumbers", 0, 255),
            TtlSecurity = (byte?)fields.Whole("ttlSecurity", 0, 255),
            ReachableBy = fields.Value<Address>("reachableBy", Scalars.Address),
            Filters = fields.List<string>("filters", Scalars.Name),
            ReversePeering = fields.Choice<ReversePeering>("reversePeering"),

            Interface = fields.Text("interface", Scalars.Interface),
            Passive = fields.Boolean("passive"),
            HoldTime = HoldTime(fields, "holdTime"),
            ConnectRetryTime = fields.Duration("connectRetryTime", TimeSpan.FromSeconds(1), MaxHoldTime),
            Families = fields.List<Family>("families", Scalars.FamilyName),
            PasswordFile = fields.Text("passwordFile", Scalars.NotEmpty),
            TcpAo = fields.Object("tcpAO", TcpAoReader.Read),
            AllowedPeerCidr = fields.Value<Prefix>("allowedPeerCIDR", Scalars.Prefix),
            RouteReflectorClient = fields.Boolean("routeReflectorClient"),
            AddPaths = fields.Choice<AddPathsMode>("addPaths"),
            GracefulRestart = fields.Object("gracefulRestart", GracefulRestart),
            MaxPrefixes = fields.Object("maxPrefixes", MaxPrefixes),
            Role = fields.Choice("role", Roles),
            RequireRole = fields.Boolean("requireRole"),
            InstallBlackholes = fields.Boolean("installBlackholes"),
            ExtendedMessages = fields.Boolean("extendedMessages"),
            ExtendedNextHop = fields.Boolean("extendedNextHop"),
            EnforceFirstAs = fields.Boolean("enforceFirstAS"),
            Bfd = fields.Object("bfd", Bfd),
            Disabled = fields.Boolean("disabled"),
            ShutdownMessage = fields.Text("shutdownMessage", ShutdownMessage),
        };
        CheckWho(fields, spec);
        CheckTimes(fields, spec);
        if (spec is { RequireRole: true, Role: null })
        {
            fields.Error("requireRole", "needs role: say what this node is to the peer");
        }

        return spec;
    }

    /// <summary>Zero, or 3 to 65535 whole seconds: one and two seconds MUST be refused (RFC 4271 §4.2, §6.2).</summary>
    public static TimeSpan? HoldTime(Fields fields, string name)
    {
        TimeSpan? time = fields.Duration(name, TimeSpan.Zero, MaxHoldTime, wholeSeconds: true);
        if (time is { TotalSeconds: 1 or 2 })
        {
            fields.Error(name, $"is {Durations.Text(time.Value)}; RFC 4271 §4.2 allows 0s (off) or at least 3s");
            return null;
        }

        return time;
    }

    private static void CheckWho(Fields fields, BgpPeerSpec spec)
    {
        fields.Exclude("node", "nodeSelector");
        fields.Exclude("peerSelector", "peerIP");
        fields.Exclude("peerSelector", "asNumber");
        fields.Exclude("peerSelector", "localWorkloadSelector");
        fields.Exclude("peerSelector", "allowedPeerCIDR");
        fields.Exclude("peerSelector", "interface");
        fields.Exclude("localWorkloadSelector", "peerIP");
        fields.Exclude("localWorkloadSelector", "allowedPeerCIDR");
        fields.Exclude("localWorkloadSelector", "interface");
        fields.Exclude("allowedPeerCIDR", "peerIP");
        fields.Exclude("allowedPeerCIDR", "interface");
        fields.Exclude("password", "passwordFile");
        fields.Exclude("tcpAO", "password");
        fields.Exclude("tcpAO", "passwordFile");
        fields.Exclude("keepOriginalNextHop", "nextHopMode");
        if (fields.Has("localWorkloadSelector"))
        {
            fields.Require("asNumber", "the AS number of the workloads");
        }

        // The link of a link-local peer stands beside its address; any other address finds its own way.
        if (spec.PeerAddress is { } peer && peer.Family == Family.IPv6 && peer.IsLinkLocal && !fields.Has("interface"))
        {
            fields.Error("peerIP", $"'{peer}' is link-local; name its link in spec.interface");
        }
        else if (spec.PeerAddress is { IsLinkLocal: false } && fields.Has("interface"))
        {
            fields.Error("interface", "belongs to a link-local peerIP, or to an unnumbered peer without peerIP; leave one of them out");
        }

        string[] whos = ["peerIP", "peerSelector", "interface", "allowedPeerCIDR", "localWorkloadSelector"];
        if (!whos.Any(fields.Has))
        {
            fields.Error("peerIP", "is missing; say who the peer is: peerIP, peerSelector, interface, allowedPeerCIDR or localWorkloadSelector");
        }
    }

    private static void CheckTimes(Fields fields, BgpPeerSpec spec)
    {
        if (spec is { KeepaliveTime: { } keepalive, HoldTime: { Ticks: > 0 } hold } && keepalive >= hold)
        {
            fields.Error("keepaliveTime", $"is {Durations.Text(keepalive)}, not less than holdTime {Durations.Text(hold)}; a third of it is usual");
        }
    }

    private static GracefulRestartSpec GracefulRestart(Fields fields) => new(
        fields.Boolean("enabled"),
        fields.Duration("restartTime", TimeSpan.Zero, MaxRestartTime, wholeSeconds: true),
        fields.Duration("longLivedStaleTime", TimeSpan.Zero, TimeSpan.FromSeconds(0xff_ffff), wholeSeconds: true));

    private static MaxPrefixesSpec? MaxPrefixes(Fields fields)
    {
        fields.Require("limit", "write how many prefixes the peer may send");
        int? warn = (int?)fields.Whole("warnPercent", 1, 100);
        MaxPrefixesAction? action = fields.Choice<MaxPrefixesAction>("action");
        TimeSpan? after = fields.Duration("restartAfter", TimeSpan.FromSeconds(1), TimeSpan.FromDays(7));
        if (after is not null && action is not (null or MaxPrefixesAction.Restart))
        {
            fields.Error("restartAfter", "goes with action: Restart only");
        }

        return fields.Whole("limit", 1, uint.MaxValue) is { } limit ? new MaxPrefixesSpec((uint)limit, warn, action, after) : null;
    }

    private static BfdSpec Bfd(Fields fields)
    {
        var (least, most) = (TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        return new BfdSpec(
            fields.Boolean("enabled"),
            fields.Duration("minTx", least, most),
            fields.Duration("minRx", least, most),
            (byte?)fields.Whole("multiplier", 1, 255),
            fields.Boolean("multihop"));
    }

    private static string? ShutdownMessage(string text, out string value)
    {
        value = text;
        int octets = Encoding.UTF8.GetByteCount(text);
        return octets <= 255 ? null : $"has {octets} octets; RFC 9003 §2 allows 255";
    }
}
