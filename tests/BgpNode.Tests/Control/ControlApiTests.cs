using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using BgpNode.Control;
using BgpNode.Control.Views;
using BgpNode.Net;
using Xunit;

namespace BgpNode.Tests.Control;

public class ControlApiTests
{
    [Theory]
    [InlineData("/v1/status", "node")]
    [InlineData("/v1/peers/tor-a", "remoteAs")]
    [InlineData("/v1/peers/192.0.2.1", "remoteAs")]
    [InlineData("/v1/routes", "routes")]
    [InlineData("/v1/routes?prefix=10.0.0.0/8&longer=true&limit=5&family=ipv4&set=best", "routes")]
    [InlineData("/v1/fib", "summary")]
    [InlineData("/v1/explain?target=10.65.0.2", "stations")]
    [InlineData("/v1/resources/bgppeers/tor-a", "resource")]
    [InlineData("/v1/resources/WorkloadEndpoint/default/node1-cni-web-eth0", "resource")]
    [InlineData("/readyz", "gates")]
    [InlineData("/livez", "loops")]
    public async Task A_question_is_answered_with_a_JSON_object(string path, string field)
    {
        await using RunningNode running = await RunningNode.StartAsync();
        (HttpStatusCode status, JsonNode body) = await GetAsync(running, path);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotNull(body[field]);
    }

    [Theory]
    [InlineData("/v1/nothing", 404, "notFound")]
    [InlineData("/v1/peers/tor-x", 404, "notFound")]
    [InlineData("/v1/routes?peer=tor-x", 404, "notFound")]
    [InlineData("/v1/routes?prefx=10.0.0.0/8", 400, "badRequest")]
    [InlineData("/v1/routes?prefix=10.0.0.1/8", 400, "badRequest")]
    [InlineData("/v1/routes?longer=true", 400, "badRequest")]
    [InlineData("/v1/routes?set=sent", 400, "badRequest")]
    [InlineData("/v1/routes?set=lost", 400, "badRequest")]
    [InlineData("/v1/routes?limit=0", 400, "badRequest")]
    [InlineData("/v1/routes?limit=10001", 400, "badRequest")]
    [InlineData("/v1/routes?family=ipx", 400, "badRequest")]
    [InlineData("/v1/routes?prefix=10.0.0.0/8&family=ipv6", 400, "badRequest")]
    [InlineData("/v1/explain", 400, "badRequest")]
    [InlineData("/v1/explain?target=010.1.1.1", 400, "badRequest")]
    [InlineData("/v1/resources/pods", 404, "notFound")]
    [InlineData("/v1/resources/bgppeers/tor-x", 404, "notFound")]
    [InlineData("/v1/resources/bgppeers/default/tor-a", 400, "badRequest")]
    [InlineData("/v1/resources/workloadendpoints/web", 400, "badRequest")]
    public async Task A_question_without_an_answer_says_what_is_wrong(string path, int status, string word)
    {
        await using RunningNode running = await RunningNode.StartAsync();
        (HttpStatusCode actual, JsonNode body) = await GetAsync(running, path);
        Assert.Equal(status, (int)actual);
        Assert.Equal(word, (string?)body["error"]);
        Assert.NotEmpty((string)body["detail"]!);
    }

    [Fact]
    public async Task A_question_about_routes_arrives_as_it_was_asked()
    {
        await using RunningNode running = await RunningNode.StartAsync();
        await GetAsync(running, "/v1/routes?prefix=10.0.0.0/8&longer=true&peer=tor-a&set=received&family=ipv4&limit=7&after=10.1.0.0/16");
        Assert.Equal(
            new RouteQuery
            {
                Prefix = Prefix.Parse("10.0.0.0/8"),
                Longer = true,
                Peer = "tor-a",
                Set = RouteSet.Received,
                Family = Family.IPv4,
                Limit = 7,
                After = "10.1.0.0/16",
            },
            running.Node.AskedRoutes);
    }

    [Fact]
    public async Task A_wrong_method_is_told_the_right_one()
    {
        await using RunningNode running = await RunningNode.StartAsync();
        using HttpClient client = running.Client();
        using HttpResponseMessage response = await client.PostAsync("/v1/status", null);
        JsonNode body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("it answers GET", (string?)body["next"]);
    }

    [Fact]
    public async Task A_bug_behind_a_question_costs_that_answer_only()
    {
        var node = new FakeNode { Bug = new InvalidOperationException("secret") };
        await using RunningNode running = await RunningNode.StartAsync(node);
        (HttpStatusCode status, JsonNode body) = await GetAsync(running, "/v1/status");
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.DoesNotContain("secret", body.ToJsonString(), StringComparison.Ordinal);
        node.Bug = null;
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(running, "/v1/status")).Status);
    }

    [Fact]
    public async Task Documents_are_applied_as_they_were_sent()
    {
        await using RunningNode running = await RunningNode.StartAsync();
        using HttpClient client = running.Client();
        using HttpResponseMessage response = await client.PostAsync("/v1/apply", new StringContent("kind: BGPPeer\n# ü\n", Encoding.UTF8, "application/yaml"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("kind: BGPPeer\n# ü\n", Assert.Single(running.Node.Told));
    }

    [Fact]
    public async Task Refused_documents_come_back_with_every_finding()
    {
        var node = new FakeNode
        {
            Apply = new ApplyView { Applied = false, Problems = [new() { Source = "body", Line = 3, Column = 5, Path = "spec.peerIP", Message = "no address" }] },
        };
        await using RunningNode running = await RunningNode.StartAsync(node);
        using HttpClient client = running.Client();
        using HttpResponseMessage response = await client.PostAsync("/v1/apply", new StringContent("kind: BGPPeer"));
        JsonNode body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("nothing was applied: 1 problem", (string?)body["detail"]);
        Assert.Equal("spec.peerIP", (string?)body["problems"]![0]!["path"]);
    }

    [Theory]
    [InlineData("DELETE", "/v1/resources/bgppeers/tor-a", "delete BGPPeer - tor-a")]
    [InlineData("DELETE", "/v1/resources/workloadendpoints/default/web", "delete WorkloadEndpoint default web")]
    [InlineData("POST", "/v1/peers/tor-a/reset?reason=new%20cable", "reset tor-a new cable")]
    [InlineData("POST", "/v1/peers/tor-a/refresh", "refresh tor-a Both")]
    [InlineData("POST", "/v1/peers/tor-a/refresh?direction=in", "refresh tor-a In")]
    public async Task A_command_reaches_the_node(string method, string path, string told)
    {
        await using RunningNode running = await RunningNode.StartAsync();
        using HttpClient client = running.Client();
        using HttpResponseMessage response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(told, Assert.Single(running.Node.Told));
    }

    [Theory]
    [InlineData(CommandOutcome.NotFound, HttpStatusCode.NotFound)]
    [InlineData(CommandOutcome.Refused, HttpStatusCode.Conflict)]
    [InlineData(CommandOutcome.Unavailable, HttpStatusCode.ServiceUnavailable)]
    public async Task A_command_that_cannot_be_done_says_which_kind_of_no(CommandOutcome outcome, HttpStatusCode expected)
    {
        var node = new FakeNode { Result = new CommandResult(outcome, "because", "do this") };
        await using RunningNode running = await RunningNode.StartAsync(node);
        using HttpClient client = running.Client();
        using HttpResponseMessage response = await client.PostAsync("/v1/peers/tor-a/reset", null);
        JsonNode body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(("because", "do this"), ((string?)body["detail"], (string?)body["next"]));
    }

    [Fact]
    public async Task A_reset_reason_longer_than_an_octet_can_count_is_refused()
    {
        await using RunningNode running = await RunningNode.StartAsync();
        using HttpClient client = running.Client();
        using HttpResponseMessage response = await client.PostAsync($"/v1/peers/tor-a/reset?reason={new string('x', 256)}", null);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(running.Node.Told);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(RunningNode running, string path)
    {
        using HttpClient client = running.Client();
        using HttpResponseMessage response = await client.GetAsync(path);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
