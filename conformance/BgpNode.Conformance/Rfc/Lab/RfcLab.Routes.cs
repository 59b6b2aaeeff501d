using BgpNode.Conformance.Lab.Racks;
using Xunit;

namespace BgpNode.Conformance.Rfc.Lab;

/// <content>What comes out at one neighbour of what another one said, and changes of the daemon's intent.</content>
public sealed partial class RfcLab
{
    /// <summary>An IPv6 prefix that no other case has used.</summary>
    public string NextPrefixIPv6() => $"2001:db8:{Interlocked.Increment(ref _prefixes):x}::/48";

    /// <summary>Says a route at one neighbour and returns how it comes out at the other.</summary>
    internal async Task<SentRoute> PassAsync(LabPeer from, LabPeer to, byte[] attributes)
    {
        RfcPeer receiver = await LastingAsync(to);
        RfcPeer source = await LastingAsync(from);
        string prefix = NextPrefix();
        await source.SendAsync(UpdateBytes.Announce(prefix, attributes));
        return await receiver.RouteAsync(prefix);
    }

    /// <summary>Says a route at one neighbour, of which the other one is to hear nothing.</summary>
    internal async Task AssertNotPassedAsync(LabPeer from, LabPeer to, byte[] attributes)
    {
        RfcPeer receiver = await LastingAsync(to);
        RfcPeer source = await LastingAsync(from);
        string prefix = NextPrefix();
        await source.SendAsync(UpdateBytes.Announce(prefix, attributes));
        await AssertStaysAwayAsync(from, to, () => Assert.False(receiver.HasRoute(prefix)));
        Assert.True(source.IsUp);
    }

    /// <summary>
    /// A route said later, by a neighbour whose routes the other one gets, has arrived: what was to come before it would be there.
    /// </summary>
    internal async Task AssertStaysAwayAsync(LabPeer from, LabPeer to, Action assert)
    {
        await PassAsync(from, from == LabPeer.Client ? LabPeer.OtherClient : LabPeer.Client, UpdateBytes.Mandatory(from)); // the source's inbox is empty
        await PassAsync(LabPeer.Wide, to, UpdateBytes.Mandatory(LabPeer.Wide));
        assert();
    }

    /// <summary>Writes a neighbour's resource anew, as its operator would.</summary>
    internal Task ChangeAsync(LabPeer peer)
    {
        Resource resource = ResourceOf(peer);
        string next = Path.Combine(_folder!.Path, "next");
        File.WriteAllText(next, resource.Document);
        File.Move(next, FileOf(_folder.Sub("intent"), resource), overwrite: true);
        return Task.CompletedTask;
    }

    /// <summary>Takes a neighbour's resource away.</summary>
    internal void Forget(LabPeer peer) => File.Delete(FileOf(_folder!.Sub("intent"), ResourceOf(peer)));
}
