using System.Diagnostics.CodeAnalysis;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Routing.Rib;
using BgpNode.Speaker.Rib;
using BgpNode.TestKit;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Speaker.Rib;

/// <summary>The loop against <see cref="NaiveRib"/>, in random orders of everything that can happen.</summary>
public class RibLoopModelTests
{
    private static readonly Prefix[] Prefixes =
    [
        .. Enumerable.Range(0, 24).Select(i => new Prefix(Address.V4((10u << 24) | ((uint)i << 16)), 16 + (i % 17))),
        .. Enumerable.Range(0, 12).Select(i => new Prefix(Address.V6(((UInt128)0x20010db8 << 96) | ((UInt128)(uint)i << 80)), 48 + (i * 7 % 81))),
    ];

    private static readonly uint[] PathIds = [0, 7, uint.MaxValue];

    private static readonly PeerPolicy All = new() { Export = ExportScope.All };

    private readonly record struct Step(int What, int Who, int Attributes, int Prefix);

    private static readonly Gen<Step[]> Steps =
        Gen.Select(Gen.Int[0, 31], Gen.Int[0, 11], Gen.Int[0, 23], Gen.Int[0, 35], (a, b, c, d) => new Step(a, b, c, d)).Array[1, 150];

    [Fact, Rfc(4271, "9.1.2.2"), Rfc(4271, "9.2"), Rfc(4456, "8")]
    public void Whatever_happens_every_neighbour_ends_up_with_what_the_model_says() => Steps.Sample(Run, iter: 400, threads: 1);

    private static void Run(Step[] steps) => new World().Run(steps);

    [SuppressMessage("Design", "CA1001", Justification = "The loop was never started.")]
    private sealed class World
    {
        private readonly RibLoop _loop = new(new RibOptions { JournalCapacity = 32 }, new FakeTimeProvider(), NullLogger<RibLoop>.Instance);
        private readonly NaiveRib _model = new();
        private readonly FakeFib _fib = new();
        private readonly Neighbour[] _neighbours =
        [
            new(1, new AsNumber(65001), All),
            new(2, new AsNumber(65002), All),
            new(3, new AsNumber(65003), new PeerPolicy(), fourOctetAs: false),
            new(4, Neighbour.LocalAs, All),
            new(5, Neighbour.LocalAs, All),
            new(6, Neighbour.LocalAs, All with { RouteReflectorClient = true }),
            new(7, Neighbour.LocalAs, All with { RouteReflectorClient = true }),
            new(8, new AsNumber(65001), All, families: FamilySet.IPv4),
            new(9, new AsNumber(65009), All, addPaths: AddPathMode.Both),
            new(10, Neighbour.LocalAs, All with { RouteReflectorClient = true }, addPaths: AddPathMode.Both),
            new(11, Neighbour.LocalAs, All, addPaths: AddPathMode.Receive),
            new(12, new AsNumber(65001), All, addPaths: AddPathMode.Send),
        ];

        public void Run(Step[] steps)
        {
            Done(_loop.AttachAsync(_fib));
            foreach (Step step in steps)
            {
                Do(step);
            }

            Settle();
            Compare();
            Empty();
        }

        private void Do(Step step)
        {
            Neighbour who = _neighbours[step.Who];
            bool up = _model.Received.TryGetValue(who, out Dictionary<(Prefix, uint), PathAttributes>? received);
            uint? id = who.SendsPaths ? PathIds[step.Attributes % PathIds.Length] : null;
            Prefix prefix = Prefixes[step.Prefix];
            switch (step.What)
            {
                case < 3 when !up:
                    who.Up(_loop);
                    _model.Received.Add(who, []);
                    break;
                case < 14 when up && who.Agreement.Families.Has(prefix.Family):
                    PathAttributes attributes = Attributes(who, step.Attributes, prefix.Family);
                    who.Send(Updates.Announce(attributes, who.Agreement.FourOctetAs, id, prefix));
                    received![(prefix, id ?? 0)] = attributes;
                    break;
                case < 19 when up && who.Agreement.Families.Has(prefix.Family):
                    who.Send(Updates.Withdraw(prefix.Family, id, prefix));
                    received!.Remove((prefix, id ?? 0));
                    break;
                case 19 when up:
                    who.Down(_loop);
                    _model.Received.Remove(who);
                    break;
                case 20 or 21:
                    var route = new LocalRoute { Kind = (RouteKind)(step.Attributes % 3), Interface = "cali" + step.Who, Announce = step.Attributes != 7, Med = step.Who == 1 ? 5 : null };
                    Done(_loop.LocalAsync([new LocalChange(prefix, route)]));
                    _model.Local[prefix] = route;
                    break;
                case 22:
                    Done(_loop.LocalAsync([new LocalChange(prefix, null)]));
                    _model.Local.Remove(prefix);
                    _model.Acknowledged.Remove(prefix);
                    break;
                case 23:
                    Done(_loop.AcknowledgedAsync([prefix]));
                    _loop.Turn();
                    if (_model.Local.ContainsKey(prefix))
                    {
                        _model.Acknowledged.Add(prefix);
                    }

                    break;
                case 24 when up:
                    who.Policy = (step.Attributes % 5) switch
                    {
                        0 => who.Policy with { Export = ExportScope.None },
                        1 => who.Policy with { Export = ExportScope.All },
                        2 => who.Policy with { ImportNone = !who.Policy.ImportNone },
                        3 => who.Policy with { NextHopMode = NextHopMode.Self },
                        _ => who.Policy with { RouteReflectorClient = !who.Policy.RouteReflectorClient },
                    };
                    Done(who.Rib.PolicyChangedAsync(who.Policy, CancellationToken.None));
                    break;
                case 25 when up:
                    Done(who.Rib.RefreshRequestedAsync(prefix.Family, 0, CancellationToken.None));
                    break;
                case 26:
                    Address hop = NextHop(who, step.Attributes, prefix.Family);
                    bool reachable = _model.Unreachable.Remove(hop);
                    if (!reachable)
                    {
                        _model.Unreachable.Add(hop);
                    }

                    Done(_loop.NextHopAsync(hop, reachable));
                    break;
                case 27:
                    _fib.Refuses = !_fib.Refuses;
                    _loop.Resume();
                    break;
                case 28 when up:
                    who.Read(step.Attributes * 40);
                    break;
                case 29 when up && who.Agreement.EnhancedRouteRefresh:
                    Refresh(who, received!, step);
                    break;
                default:
                    _loop.Turn();
                    break;
            }

            if (step.Prefix % 3 == 0)
            {
                _loop.Turn();
            }
        }

        // It tells again what it still has: the rest went without a word.
        private void Refresh(Neighbour who, Dictionary<(Prefix Prefix, uint Id), PathAttributes> received, Step step)
        {
            Family family = Prefixes[step.Prefix].Family;
            Done(who.Rib.RefreshRequestedAsync(family, RouteRefreshMessage.Begin, CancellationToken.None));
            foreach (((Prefix prefix, uint id), PathAttributes attributes) in received.Where(r => r.Key.Prefix.Family == family).ToArray())
            {
                if ((prefix.Length + id + (uint)step.Attributes) % 3 == 0)
                {
                    received.Remove((prefix, id));
                }
                else
                {
                    who.Send(Updates.Announce(attributes, who.Agreement.FourOctetAs, who.SendsPaths ? id : null, prefix));
                    _loop.Turn();
                }
            }

            Done(who.Rib.RefreshRequestedAsync(family, RouteRefreshMessage.End, CancellationToken.None));
            _loop.Turn();
        }

        private void Settle()
        {
            _fib.Refuses = false;
            _loop.Resume();
            bool more = true;
            for (int turns = 0; more; turns++)
            {
                Assert.True(turns < 1000, "the loop always has more to do");
                more = _loop.Turn();
                foreach (Neighbour neighbour in _model.Received.Keys)
                {
                    more |= neighbour.Read();
                }
            }
        }

        private void Compare()
        {
            foreach (Neighbour neighbour in _model.Received.Keys)
            {
                Assert.Empty(neighbour.Failures);
                Dictionary<Prefix, int> expected = neighbour.TakesPaths ? ComparePaths(neighbour) : CompareBest(neighbour);
                foreach (Family family in FamilyExtensions.All)
                {
                    FamilyCounters counters = neighbour.Rib.Counters[family];
                    Assert.Equal(expected.Where(e => e.Key.Family == family).Sum(e => e.Value), counters.Sent);
                    Assert.Equal(_model.Received[neighbour].Keys.Count(p => p.Prefix.Family == family), counters.Received);
                    Assert.Equal(counters.Received, counters.Accepted + counters.Filtered);
                    Assert.Equal(neighbour.Agreement.Families.Has(family), neighbour.EndsOfRib.Contains(family));
                }
            }

            foreach (Prefix prefix in Prefixes)
            {
                FibPath? path = _fib.Has.GetValueOrDefault(prefix);
                if (_model.Local.TryGetValue(prefix, out LocalRoute? local))
                {
                    Assert.Equal(local.Kind switch { RouteKind.Workload => FibPathKind.Local, RouteKind.Blackhole => FibPathKind.Blackhole, _ => null }, path?.Kind);
                }
                else
                {
                    Assert.Equal(_model.Gateways(prefix).Order(), (path?.Gateways ?? []).Select(g => g.Address).Order());
                }
            }
        }

        private Dictionary<Prefix, int> CompareBest(Neighbour neighbour)
        {
            var expected = Prefixes.Select(p => (p, _model.Export(neighbour, p))).Where(e => e.Item2 is not null).ToDictionary(e => e.p, e => e.Item2!);
            Assert.Equal(expected.Keys.Order(), neighbour.Has.Keys.Order());
            Assert.All(expected, e => Assert.Equal(e.Value, neighbour.Has[e.Key]));
            return expected.ToDictionary(e => e.Key, _ => 1);
        }

        // Which identifiers they have is up to the sender.
        private Dictionary<Prefix, int> ComparePaths(Neighbour neighbour)
        {
            var counts = new Dictionary<Prefix, int>();
            foreach (Prefix prefix in Prefixes)
            {
                List<PathAttributes> expected = _model.ExportAll(neighbour, prefix);
                PathAttributes[] has = [.. neighbour.Paths.Where(p => p.Key.Prefix == prefix).Select(p => p.Value)];
                counts.Add(prefix, has.Length);
                Assert.Equal(expected.Count, has.Length);
                Assert.All(has, path => Assert.True(expected.Remove(path), $"{prefix}: {path} was not to be sent"));
            }

            return counts;
        }

        private void Empty()
        {
            foreach (Neighbour neighbour in _model.Received.Keys.ToArray())
            {
                neighbour.Down(_loop);
                _model.Received.Remove(neighbour);
            }

            Done(_loop.LocalAsync([.. Prefixes.Select(p => new LocalChange(p, null))]));
            _model.Local.Clear();
            Settle();
            Assert.Empty(_fib.Has);
            Assert.Equal((0, 0), (_loop.Tables.Attributes.Count, _loop.Tables.Attributes.AliasCount));
            Assert.Equal((0, 0), (_loop.Tables[Family.IPv4].PrefixCount, _loop.Tables[Family.IPv6].PrefixCount));
        }

        private static Address NextHop(Neighbour who, int kind, Family family) => kind % 4 == 1 && who.Agreement.IsInternal
            ? family == Family.IPv4 ? Address.Parse("192.0.2.77") : Address.Parse("2001:db8::77")
            : family == Family.IPv4 ? who.Address : Address.V6(((UInt128)0x20010db8 << 96) | who.Address.Bits);

        private static PathAttributes Attributes(Neighbour who, int kind, Family family)
        {
            AsNumber first = kind == 23 ? new AsNumber(65099) : who.Agreement.PeerAs;
            AsPath path = (kind % 6) switch
            {
                0 => AsPath.Of(new AsNumber(65010)),
                1 => AsPath.Of(new AsNumber(65010), new AsNumber(4200000001)),
                2 => AsPath.Of(new AsNumber(65011)),
                3 => kind == 3 ? AsPath.Of(Neighbour.LocalAs) : AsPath.Of(new AsNumber(65012)),
                _ => AsPath.Empty,
            };
            var attributes = new PathAttributes
            {
                Family = family,
                Origin = (Origin)(kind == 5 ? 2 : 0),
                AsPath = who.Agreement.IsInternal ? path : path.Prepend(first),
                NextHop = NextHop(who, kind, family),
                Med = (kind % 5) switch { 1 => 10, 2 => 20, 3 => 0, _ => null },
                Communities = kind switch { 8 => [Community.NoExport.Value], 9 => [Community.NoAdvertise.Value], 10 => [0xfde80001], _ => [] },
            };
            return !who.Agreement.IsInternal ? attributes : attributes with
            {
                LocalPref = kind == 11 ? 200u : 100u,
                OriginatorId = kind switch { 12 => Neighbour.LocalId, 13 or 14 => new RouterId(0x0c000001), _ => null },
                ClusterList = kind switch { 13 => [1u], 14 => [1u, 2u], 15 => [Neighbour.LocalId.Value], _ => [] },
            };
        }

        private static void Done(ValueTask posted) => Assert.True(posted.IsCompletedSuccessfully);
    }
}
