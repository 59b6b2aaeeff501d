using System.Net;
using BgpNode.Control.Views;
using BgpNode.Observability;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Control;

public class ListenerTests
{
    [Theory]
    [InlineData("/metrics", HttpStatusCode.OK)]
    [InlineData("/livez", HttpStatusCode.OK)]
    [InlineData("/readyz", HttpStatusCode.OK)]
    [InlineData("/v1/status", HttpStatusCode.NotFound)]
    [InlineData("/", HttpStatusCode.NotFound)]
    public async Task The_TCP_listener_serves_metrics_and_health_alone(string path, HttpStatusCode expected)
    {
        await using RunningNode running = await RunningNode.StartAsync(http: true);
        using HttpClient client = running.HttpClient();
        using HttpResponseMessage response = await client.GetAsync(path);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/v1/apply")]
    [InlineData("DELETE", "/v1/resources/bgppeers/tor-a")]
    [InlineData("POST", "/v1/peers/tor-a/reset")]
    [InlineData("POST", "//v1/apply")]
    [InlineData("POST", "/V1/apply")]
    public async Task Nothing_can_be_changed_over_TCP(string method, string path)
    {
        await using RunningNode running = await RunningNode.StartAsync(http: true);
        using HttpClient client = running.HttpClient();
        using HttpResponseMessage response = await client.SendAsync(
            new HttpRequestMessage(new HttpMethod(method), client.BaseAddress + path[1..]) { Content = new StringContent("kind: BGPPeer") });
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(running.Node.Told);
    }

    [Fact]
    public async Task A_closed_gate_makes_the_node_not_ready()
    {
        var node = new FakeNode();
        node.GateList.Add(new GateView { Gate = "kernel", Open = false, Detail = "3 routes to go" });
        await using RunningNode running = await RunningNode.StartAsync(node);
        using HttpClient client = running.Client();
        using HttpResponseMessage response = await client.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(
            """{"ready":false,"gates":[{"gate":"store","open":true},{"gate":"kernel","open":false,"detail":"3 routes to go"}]}""",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_loop_that_hangs_in_a_turn_makes_the_node_not_alive()
    {
        var clock = new FakeTimeProvider();
        var loop = new LoopHeartbeat("rib", TimeSpan.FromSeconds(10), clock);
        await using RunningNode running = await RunningNode.StartAsync(loops: loop);
        using HttpClient client = running.Client();
        using (loop.Turn())
        {
            clock.Advance(TimeSpan.FromSeconds(11));
            using HttpResponseMessage stuck = await client.GetAsync("/livez");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, stuck.StatusCode);
        }

        using HttpResponseMessage response = await client.GetAsync("/livez");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
