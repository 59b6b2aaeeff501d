using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Speakers;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance.Interop;

/// <summary>One feature after the other with each of the other implementations.</summary>
public sealed class MatrixTests(InteropLabs labs) : IClassFixture<InteropLabs>
{
    public static TheoryData<SpeakerKind> Kinds => [.. Enum.GetValues<SpeakerKind>()];

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.Capabilities), Rfc(5492, "3"), Rfc(4760, "8")]
    public async Task What_both_can_do_is_agreed_on(SpeakerKind kind)
    {
        InteropLab lab = await labs.OfAsync(kind, Feature.Capabilities);
        await lab.HasRoutesAsync(Link.Plain);
        JsonArray capabilities = (await lab.PeerAsync(Link.Plain))["capabilities"]!.AsArray();
        Assert.Equal([], new[] { "multiprotocol ipv4", "multiprotocol ipv6", "four-octet AS", "route refresh" }.Except(Agreed(capabilities)));
    }

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.Md5), Rfc(2385, "2")]
    public async Task A_session_with_a_password(SpeakerKind kind) => await (await labs.OfAsync(kind, Feature.Md5)).HasRoutesAsync(Link.Signed);

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.Gtsm), Rfc(5082, "3")]
    public async Task A_session_of_neighbours_one_hop_away(SpeakerKind kind) => await (await labs.OfAsync(kind, Feature.Gtsm)).HasRoutesAsync(Link.Near);

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.FourOctetAs), Rfc(6793, "4.1")]
    public async Task An_AS_number_of_four_octets(SpeakerKind kind)
    {
        InteropLab lab = await labs.OfAsync(kind, Feature.FourOctetAs);
        await lab.HasRoutesAsync(Link.Plain);
        Assert.All(await lab.ReceivedAsync(Link.Plain), route => Assert.StartsWith($"{Link.SpeakerAs}", route!["asPath"]!.ToString(), StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.TwoOctetAs), Rfc(6793, "4.2.1")]
    public async Task A_speaker_of_two_octets(SpeakerKind kind)
    {
        InteropLab lab = await labs.OfAsync(kind, Feature.TwoOctetAs);
        await lab.HasRoutesAsync(Link.Old);
        JsonArray capabilities = (await lab.PeerAsync(Link.Old))["capabilities"]!.AsArray();
        Assert.DoesNotContain(capabilities, c => c!["name"]!.ToString() == "four-octet AS" && c["received"]!.GetValue<bool>());
    }

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.Reflection), Rfc(4456, "6")]
    public async Task A_client_hears_of_another_client(SpeakerKind kind)
    {
        InteropLab lab = await labs.OfAsync(kind, Feature.Reflection);
        await lab.HasRoutesAsync(Link.Inside);
        await lab.SayInsideAsync("192.0.2.128/25");
        await Eventually.TrueAsync($"{kind} has the reflected route", () => lab.Speaker.HasAsync("192.0.2.128/25"), detail: lab.Logs);
    }

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.Refresh), Rfc(2918, "4")]
    public async Task A_request_for_the_routes_is_understood(SpeakerKind kind)
    {
        InteropLab lab = await labs.OfAsync(kind, Feature.Refresh);
        await lab.HasRoutesAsync(Link.Plain);
        long before = await RefreshesAsync(lab);
        await lab.Daemon.PostAsync($"/v1/peers/{Link.Plain.Name}/refresh?direction=in");
        await Eventually.TrueAsync("it was asked", async () => await RefreshesAsync(lab) > before, detail: lab.Logs);
        await Eventually.StaysTrueAsync("the session and its routes stay", async () =>
            (await lab.PeerAsync(Link.Plain)) is { } peer && peer["established"]!.GetValue<int>() == 1 && peer["families"]![0]!["accepted"]!.GetValue<int>() >= 1, TimeSpan.FromSeconds(1));
    }

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.IPv6), Rfc(2545, "3")]
    public async Task IPv6_routes_over_IPv6(SpeakerKind kind)
    {
        InteropLab lab = await labs.OfAsync(kind, Feature.IPv6);
        await lab.HasRoutesAsync(Link.OverIPv6, "ipv6");
        Assert.All(await lab.ReceivedAsync(Link.OverIPv6), route => Assert.Equal(Link.OverIPv6.Speaker, route!["nextHop"]!.ToString()));
    }

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.IPv6NextHop), Rfc(8950, "4")]
    public async Task IPv4_routes_with_IPv6_next_hops(SpeakerKind kind)
    {
        InteropLab lab = await labs.OfAsync(kind, Feature.IPv6NextHop);
        await lab.HasRoutesAsync(Link.IPv6NextHop);
        Assert.All(await lab.ReceivedAsync(Link.IPv6NextHop), route => Assert.Contains(':', route!["nextHop"]!.ToString()));
    }

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.MaxPrefix), Rfc(4486, "4")]
    public async Task Too_many_prefixes_end_the_session(SpeakerKind kind)
    {
        InteropLab lab = await labs.OfAsync(kind, Feature.MaxPrefix);
        await Eventually.TrueAsync($"{kind} is told", async () =>
            (await lab.PeerAsync(Link.Limited))["lastError"] is { } error && error["direction"]?.ToString() == "sent" && (error["code"]?.GetValue<int>(), error["subcode"]?.GetValue<int>()) == (6, 1), detail: lab.Logs);
    }

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.ExtendedMessages), Rfc(8654, "4")]
    public async Task A_message_of_more_than_4096_octets(SpeakerKind kind)
    {
        InteropLab lab = await labs.OfAsync(kind, Feature.ExtendedMessages);
        await lab.HasRoutesAsync(Link.Inside);
        byte[] communities = [.. Enumerable.Range(0, 900).SelectMany(i => new byte[] { 0xfd, 0xe8, (byte)(i >> 8), (byte)i })];
        byte[] large = [.. Enumerable.Range(0, 80).SelectMany(i => new byte[] { 0, 0, 0xfd, 0xe8, 0, 0, 0, 1, 0, 0, 0, (byte)i })];
        await lab.SayInsideAsync("192.0.2.64/26", [.. Rfc.Lab.UpdateBytes.Attribute(0xc0, 8, communities)]);
        await lab.SayInsideAsync("192.0.2.0/26", [.. Rfc.Lab.UpdateBytes.Attribute(0xc0, 32, large)]);
        await Eventually.TrueAsync($"{kind} has the route", () => lab.Speaker.HasAsync("192.0.2.64/26"), detail: lab.Logs);
    }

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.GracefulShutdown), Rfc(8326, "4.1")]
    public async Task A_route_that_is_about_to_go_is_the_last_choice(SpeakerKind kind)
    {
        InteropLab lab = await labs.OfAsync(kind, Feature.GracefulShutdown);
        await Eventually.TrueAsync($"{kind}: the route is there", async () => await LeavingAsync(lab) is not null, detail: lab.Logs);
        JsonNode route = (await LeavingAsync(lab))!;
        Assert.Contains("graceful-shutdown", route["communities"]!.AsArray().Select(community => community!.ToString()));
        Assert.Equal(0, route["localPref"]!.GetValue<int>());
    }

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.AddPath), Rfc(7911, "4")]
    public async Task Paths_with_identifiers(SpeakerKind kind)
    {
        InteropLab lab = await labs.OfAsync(kind, Feature.AddPath);
        await lab.HasRoutesAsync(Link.Rich);
        Assert.Contains(Agreed((await lab.PeerAsync(Link.Rich))["capabilities"]!.AsArray()), name => name.StartsWith("add-path", StringComparison.Ordinal));
        await lab.SayInsideAsync("192.0.2.160/27");
        await Eventually.TrueAsync($"{kind} has the route with an identifier", () => lab.Speaker.HasAsync("192.0.2.160/27"), detail: lab.Logs);
    }

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.Roles), Rfc(9234, "4.2")]
    public async Task Roles_that_fit(SpeakerKind kind)
    {
        InteropLab lab = await labs.OfAsync(kind, Feature.Roles);
        await lab.HasRoutesAsync(Link.Rich);
        Assert.Contains(Agreed((await lab.PeerAsync(Link.Rich))["capabilities"]!.AsArray()), name => name.StartsWith("role", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Kinds)), Interop(Feature.EnhancedRefresh), Rfc(7313, "4")]
    public async Task Routes_are_told_again_between_marks(SpeakerKind kind)
    {
        InteropLab lab = await labs.OfAsync(kind, Feature.EnhancedRefresh);
        await lab.HasRoutesAsync(Link.Rich);
        Assert.Contains("enhanced route refresh", Agreed((await lab.PeerAsync(Link.Rich))["capabilities"]!.AsArray()));
        await lab.Daemon.PostAsync($"/v1/peers/{Link.Rich.Name}/refresh?direction=in");
        await Eventually.TrueAsync("both marks came", async () => (await lab.PeerAsync(Link.Rich))["messages"]!.AsArray()
            .Single(row => row!["type"]!.ToString() == "routeRefresh")!["received"]!.GetValue<long>() >= 2, detail: lab.Logs);
        await lab.HasRoutesAsync(Link.Rich);
    }

    private static string[] Agreed(JsonArray capabilities) =>
        [.. capabilities.Where(c => c!["sent"]!.GetValue<bool>() && c["received"]!.GetValue<bool>()).Select(c => c!["name"]!.ToString())];

    private static async Task<JsonNode?> LeavingAsync(InteropLab lab) =>
        (await lab.ReceivedAsync(Link.Plain)).SingleOrDefault(route => route!["prefix"]!.ToString() == SpeakerText.Leaving);

    private static async Task<long> RefreshesAsync(InteropLab lab) =>
        (await lab.PeerAsync(Link.Plain))["messages"]!.AsArray().Single(row => row!["type"]!.ToString() == "routeRefresh")!["sent"]!.GetValue<long>();
}
