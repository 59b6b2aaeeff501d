using System.Globalization;
using System.Text;
using BgpNode.Conformance.Lab.Speakers;

namespace BgpNode.Conformance.Interop;

/// <summary>The sessions of the lab in each implementation's own words.</summary>
internal static class SpeakerText
{
    public const string Theirs = "203.0.113.0/24";
    public const string TheirsToo = "198.51.100.0/24";
    public const string TheirsIPv6 = "2001:db8:77::/48";

    /// <summary>With GRACEFUL_SHUTDOWN (RFC 8326).</summary>
    public const string Leaving = "198.18.77.0/24";

    public const string GracefulShutdown = "65535:0";

    private const string Id = "10.97.1.2";

    public static string Of(SpeakerKind kind, IReadOnlyList<Link> links, string sink) => kind switch
    {
        SpeakerKind.Bird => Bird(links),
        SpeakerKind.Frr => Frr(links),
        SpeakerKind.GoBgp => GoBgp(links),
        SpeakerKind.OpenBgpd => OpenBgpd(links),
        _ => ExaBgp(links, sink),
    };

    private static string Bird(IReadOnlyList<Link> links)
    {
        var text = new StringBuilder($$"""
            log stderr all;
            router id {{Id}};
            protocol device { }
            protocol static { ipv4; route {{Theirs}} blackhole; route {{TheirsToo}} blackhole; }
            protocol static { ipv6; route {{TheirsIPv6}} blackhole; }
            protocol static { ipv4; route {{Leaving}} blackhole { bgp_community.add((65535, 0)); }; }

            """);
        foreach (Link link in links)
        {
            string next = link == Link.IPv6NextHop ? "extended next hop on; next hop self;" : "";
            text.AppendLine(CultureInfo.InvariantCulture, $$"""
                protocol bgp p{{link.Number}} {
                  local {{link.Speaker}} as {{link.RemoteAs}};
                  neighbor {{link.Node}} as {{link.LocalAs}};
                  connect delay time 1; connect retry time 1; error wait time 1, 2;
                  enable extended messages on;
                  {{(link == Link.Signed ? $"password \"{Link.Password}\";" : "")}}
                  {{(link == Link.Near ? "ttl security on;" : "")}}
                  {{(link == Link.Old ? "enable as4 off;" : "")}}
                  {{(link == Link.Rich ? "local role peer;" : "")}}
                  {{(link.HasIPv4 ? $"ipv4 {{ import all; export where source = RTS_STATIC; {next} {(link == Link.Rich ? "add paths on;" : "")} }};" : "")}}
                  {{(link.HasIPv6 ? "ipv6 { import all; export where source = RTS_STATIC; };" : "")}}
                }
                """);
        }

        return text.ToString();
    }

    private static string Frr(IReadOnlyList<Link> links)
    {
        var text = new StringBuilder($"""
            log stdout
            bgp as-path access-list OWN permit ^$
            route-map LEAVING permit 10
             set community {GracefulShutdown}
            exit
            router bgp {Link.SpeakerAs}
             bgp router-id {Id}
             no bgp ebgp-requires-policy
             no bgp default ipv4-unicast
             no bgp network import-check

            """);
        foreach (Link link in links)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $" neighbor {link.Node} remote-as {link.LocalAs}\n neighbor {link.Node} timers connect 1");
            text.Append(link == Link.Signed ? $" neighbor {link.Node} password {Link.Password}\n" : "");
            text.Append(link == Link.Near ? $" neighbor {link.Node} ttl-security hops 1\n" : "");
            text.Append(link == Link.Old ? $" neighbor {link.Node} local-as {link.RemoteAs} no-prepend replace-as\n neighbor {link.Node} dont-capability-negotiate\n" : "");
            text.Append(link == Link.IPv6NextHop ? $" neighbor {link.Node} capability extended-nexthop\n" : "");
            text.Append(link == Link.Rich ? $" neighbor {link.Node} local-role peer\n" : "");
        }

        foreach ((string family, bool ipv6) in new[] { ("ipv4", false), ("ipv6", true) })
        {
            text.AppendLine(CultureInfo.InvariantCulture, $" address-family {family} unicast");
            text.Append(ipv6 ? $"  network {TheirsIPv6}\n" : $"  network {Theirs}\n  network {TheirsToo}\n  network {Leaving} route-map LEAVING\n");
            foreach (Link link in links.Where(link => ipv6 ? link.HasIPv6 : link.HasIPv4))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  neighbor {link.Node} activate\n  neighbor {link.Node} filter-list OWN out");
                text.Append(link == Link.Rich ? $"  neighbor {link.Node} addpath-tx-all-paths\n" : "");
            }

            text.AppendLine(" exit-address-family");
        }

        return text.ToString();
    }

    private static string GoBgp(IReadOnlyList<Link> links)
    {
        var text = new StringBuilder($"""
            [global.config]
              as = {Link.SpeakerAs}
              router-id = "{Id}"

            """);
        foreach (Link link in links)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"""
                [[neighbors]]
                  [neighbors.config]
                    neighbor-address = "{link.Node}"
                    peer-as = {link.LocalAs}
                    {(link == Link.Signed ? $"auth-password = \"{Link.Password}\"" : "")}
                  [neighbors.timers.config]
                    connect-retry = 1
                    idle-hold-time-after-reset = 1
                """);
            text.Append(link == Link.Near ? "  [neighbors.ttl-security.config]\n    enabled = true\n    ttl-min = 255\n" : "");
            foreach (string family in new[] { link.HasIPv4 ? "ipv4" : "", link.HasIPv6 ? "ipv6" : "" }.Where(family => family.Length > 0))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  [[neighbors.afi-safis]]\n    [neighbors.afi-safis.config]\n      afi-safi-name = \"{family}-unicast\"");
                text.Append(link == Link.Rich ? "    [neighbors.afi-safis.add-paths.config]\n      receive = true\n      send-max = 8\n" : "");
            }
        }

        return text.ToString();
    }

    private static string OpenBgpd(IReadOnlyList<Link> links)
    {
        var text = new StringBuilder($"""
            AS {Link.SpeakerAs}
            router-id {Id}
            fib-update no
            connect-retry 1
            socket "bgpd.sock"
            network {Theirs}
            network {TheirsToo}
            network {TheirsIPv6}
            network {Leaving} set community GRACEFUL_SHUTDOWN

            """);
        foreach (Link link in links)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $$"""
                neighbor {{link.Node}} {
                  remote-as {{link.LocalAs}}
                  local-address {{link.Speaker}}
                  announce IPv4 {{(link.HasIPv4 ? "unicast" : "none")}}
                  announce IPv6 {{(link.HasIPv6 ? "unicast" : "none")}}
                  {{(link == Link.Signed ? $"tcp md5sig password {Link.Password}" : "")}}
                  {{(link == Link.Near ? "ttl-security yes" : "")}}
                  {{(link == Link.Old ? $"local-as {link.RemoteAs}\n  announce as-4byte no" : "")}}
                  {{(link == Link.Rich ? "announce policy peer\n  announce add-path recv yes\n  announce add-path send all\n  announce enhanced refresh yes" : "")}}
                }
                """);
        }

        return text.Append("allow from any\nallow to any\n").ToString();
    }

    private static string ExaBgp(IReadOnlyList<Link> links, string sink)
    {
        var text = new StringBuilder($$"""
            process sink { run /bin/sh {{sink}}; encoder json; }

            """);
        foreach (Link link in links)
        {
            string next = link == Link.IPv6NextHop ? link.Speaker : "self";
            text.AppendLine(CultureInfo.InvariantCulture, $$"""
                neighbor {{link.Node}} {
                  router-id {{Id}};
                  local-address {{link.Speaker}};
                  local-as {{link.RemoteAs}};
                  peer-as {{link.LocalAs}};
                  {{(link == Link.Signed ? $"md5-password '{Link.Password}';" : "")}}
                  {{(link == Link.Near ? "outgoing-ttl 255; incoming-ttl 255;" : "")}}
                  family { {{(link.HasIPv4 ? "ipv4 unicast;" : "")}} {{(link.HasIPv6 ? "ipv6 unicast;" : "")}} }
                  {{(link == Link.IPv6NextHop ? "nexthop { ipv4 unicast ipv6; }" : "")}}
                  capability { route-refresh enable; {{(link == Link.Old ? "asn4 disable;" : "")}} {{(link == Link.IPv6NextHop ? "nexthop enable;" : "")}} {{(link == Link.Rich ? "add-path send/receive;" : "")}} }
                  announce {
                    {{(link.HasIPv4 ? $"ipv4 {{ unicast {Theirs} next-hop {next}; unicast {TheirsToo} next-hop {next}; unicast {Leaving} next-hop {next} community [ {GracefulShutdown} ]; }}" : "")}}
                    {{(link.HasIPv6 ? $"ipv6 {{ unicast {TheirsIPv6} next-hop {(link.IsIPv6 ? link.Speaker : $"fd00:97:{link.Number}::2")}; }}" : "")}}
                  }
                  api { processes [ sink ]; receive { parsed; update; } }
                }
                """);
        }

        return text.ToString();
    }
}
