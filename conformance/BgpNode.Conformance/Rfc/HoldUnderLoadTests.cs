using System.Buffers.Binary;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Rfc.Lab;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance.Rfc;

/// <summary>Hold times of three seconds while full tables come and go.</summary>
public sealed class HoldUnderLoadTests(RfcLab lab) : IClassFixture<RfcLab>
{
    private const ushort Hold = 3;
    private const int Prefixes = 1_000_000;
    private const int InAnUpdate = 6;
    private const int InAWithdrawal = 1000;
    private const uint First = 32u << 24;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary><c>BGPNODE_LOADS</c> says how many.</summary>
    [Fact(Explicit = true), Rfc(4271, "6.5")]
    public async Task No_session_is_lost_while_a_million_routes_are_loaded_and_withdrawn()
    {
        int loads = int.TryParse(Environment.GetEnvironmentVariable("BGPNODE_LOADS"), out int asked) ? asked : 10;
        LabPeer[] who = [LabPeer.External, LabPeer.Observer, LabPeer.Hasty, LabPeer.Wide];
        List<CountingPeer> peers = [];
        foreach (LabPeer peer in who)
        {
            peers.Add(await CountingPeer.EstablishAsync(await lab.ConnectRawAsync(peer), peer, Hold));
        }

        (CountingPeer loader, CountingPeer observer) = (peers[0], peers[1]);
        (byte[] announcements, byte[] withdrawals) = (Announcements(LabPeer.External), Withdrawals());
        string State() => string.Join(", ", who.Zip(peers, (w, p) => $"{w}: {p.End ?? "up"}")) + $"; {observer.Announced} announced, {observer.Withdrawn} withdrawn. {lab.Daemon.Tail()}";
        for (long load = 1; load <= loads; load++)
        {
            long began = TimeProvider.System.GetTimestamp();
            await loader.SendAsync(announcements);
            await Eventually.TrueAsync($"load {load} has passed through", () => Task.FromResult(observer.Announced >= load * Prefixes), Patience, State);
            TimeSpan there = TimeProvider.System.GetElapsedTime(began);
            await loader.SendAsync(withdrawals);
            await Eventually.TrueAsync($"load {load} is withdrawn", () => Task.FromResult(observer.Withdrawn >= load * Prefixes), Patience, State);
            TestContext.Current.TestOutputHelper?.WriteLine($"load {load}: passed on after {there.TotalSeconds:0.00} s, withdrawn after {(TimeProvider.System.GetElapsedTime(began) - there).TotalSeconds:0.00} s");
        }

        foreach ((LabPeer peer, CountingPeer session) in who.Zip(peers))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{peer}: longest wait for a KEEPALIVE {session.LongestSilence.TotalSeconds:0.00} s of {Hold} s, {session.End ?? "up"}");
            Assert.Null(session.End);
            Assert.Equal(1, (await lab.Daemon.PeerAsync(peer.Address))!["established"]!.GetValue<int>());
            await session.DisposeAsync();
        }
    }

    private static byte[] Announcements(LabPeer peer)
    {
        var all = new MemoryStream();
        for (uint i = 0; i < Prefixes; i += InAnUpdate)
        {
            int count = (int)Math.Min(InAnUpdate, Prefixes - i);
            all.Write(UpdateBytes.Update(
                [], [.. UpdateBytes.Igp, .. UpdateBytes.Path(peer.As, 65100 + (i % 97), 100_000 + i), .. UpdateBytes.NextHop(peer.Address)], Nlri(i, count)));
        }

        return all.ToArray();
    }

    private static byte[] Withdrawals()
    {
        var all = new MemoryStream();
        for (uint i = 0; i < Prefixes; i += InAWithdrawal)
        {
            all.Write(UpdateBytes.Update(Nlri(i, InAWithdrawal), [], []));
        }

        return all.ToArray();
    }

    // Neighbouring /24s.
    private static byte[] Nlri(uint first, int count)
    {
        byte[] bytes = new byte[4 * count];
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), (24u << 24) | ((First >> 8) + first + (uint)i));
        }

        return bytes;
    }
}
