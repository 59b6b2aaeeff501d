using BgpNode.Tests.Control;
using Xunit;

namespace BgpNode.Tests.Cli;

public class ReadVerbTests
{
    [Theory]
    [InlineData("status", 0)]
    [InlineData("peers", 0)]
    [InlineData("peers tor-a", 0)]
    [InlineData("peers tor-b", 0)]
    [InlineData("routes", 0)]
    [InlineData("fib", 0)]
    [InlineData("endpoints", 0)]
    [InlineData("explain 10.65.0.2", 3)]
    [InlineData("get bgppeers", 0)]
    [InlineData("get BGPPeer tor-a", 0)]
    [InlineData("get workloadendpoints", 0)]
    public async Task Every_reading_verb_prints_a_table_and_JSON(string line, int exit)
    {
        string name = line.Replace(' ', '-');
        (int tableExit, Terminal table) = await Terminal.AskAsync(new FakeNode(), line.Split(' '));
        (int jsonExit, Terminal json) = await Terminal.AskAsync(new FakeNode(), [.. line.Split(' '), "-o", "json"]);
        Assert.Equal((exit, exit), (tableExit, jsonExit));
        Golden.Matches($"{name}.txt", table.Out);
        Golden.Matches($"{name}.json", json.Out);
    }

    [Fact]
    public async Task Text_from_a_neighbour_cannot_move_the_cursor()
    {
        (_, Terminal screen) = await Terminal.AskAsync(new FakeNode(), "peers");
        Assert.DoesNotContain('\u001b', screen.Out);
        Assert.Contains("Cease: \ufffd[31mmaintenance", screen.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Colour_is_for_terminals()
    {
        await using RunningNode running = await RunningNode.StartAsync();
        var colored = new Terminal(running.Socket) { Color = true };
        await colored.RunAsync("peers");
        Assert.Contains("\u001b[32m", colored.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_routes_than_asked_for_are_mentioned_beside_the_data()
    {
        (_, Terminal screen) = await Terminal.AskAsync(new FakeNode(), "routes", "--limit", "3");
        Assert.Contains("--after 10.65.0.2/32 goes on", screen.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("goes on", screen.Out, StringComparison.Ordinal);
    }
}
