using System.Diagnostics;
using System.Globalization;
using BgpNode.Conformance.Lab;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>The README's first command and its sisters, as a person types them.</summary>
public sealed class DemoTests
{
    private const string StateFile = "/run/bgpnode-demo/lab.json";

    [Theory]
    [InlineData("bgpnode")]
    [InlineData("bird")]
    [InlineData("frr")]
    public async Task The_lab_goes_up_proves_itself_moves_a_workload_and_leaves_nothing_behind(string tor)
    {
        NeedLab();
        if (tor != "bgpnode")
        {
            Needs.Program(tor == "frr" ? "zebra" : tor, tor == "frr" ? "frr" : "bird2");
        }

        string before = await HostAsync();
        try
        {
            await RunAsync(0, "up", "--tor", tor);
            await RunAsync(0, "check");
            string moved = await RunAsync(0, "move");
            Assert.Contains("moved from node1 to node2", moved, StringComparison.Ordinal);
            await RunAsync(0, "check");
            await RunAsync(0, "move");
            await RunAsync(0, "check");
        }
        finally
        {
            await RunAsync(0, "down");
        }

        Assert.Equal(before, await HostAsync());
        Assert.False(Directory.Exists(Path.GetDirectoryName(StateFile)));
    }

    [Fact]
    public async Task Every_verb_may_be_repeated()
    {
        NeedLab();
        try
        {
            await RunAsync(0, "down");
            await RunAsync(0, "up");
            Assert.Contains("up already", await RunAsync(0, "up"), StringComparison.Ordinal);
            await RunAsync(0, "check");
        }
        finally
        {
            await RunAsync(0, "down");
        }

        Assert.Contains("There was no lab.", await RunAsync(0, "down"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_tells_a_broken_lab_by_its_exit_code()
    {
        NeedLab();
        try
        {
            await RunAsync(0, "up");
            await Shell.RunAsync(["ip", "-n", "bgpnode-demo-tor", "link", "set", "to-node2", "down"]);
            await RunAsync(3, "check");
        }
        finally
        {
            await RunAsync(0, "down");
        }
    }

    [Fact]
    public async Task An_interrupted_up_takes_away_what_it_has_made()
    {
        NeedLab();
        string before = await HostAsync();
        using Process up = Process.Start(new ProcessStartInfo(BgpNodeDaemon.Executable, ["demo", "up"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await Eventually.TrueAsync("the lab is in the making", () => Task.FromResult(File.Exists(StateFile)));

        await Shell.RunAsync(["/bin/kill", "-INT", up.Id.ToString(CultureInfo.InvariantCulture)]);

        Assert.Contains("Interrupted.", await up.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await up.WaitForExitAsync();
        Assert.Equal(1, up.ExitCode);
        Assert.Equal(before, await HostAsync());
        Assert.False(File.Exists(StateFile));
    }

    [Fact]
    public async Task Without_the_rights_it_says_so_in_a_sentence()
    {
        NeedLab();
        (int code, string output, string error) = await Shell.TryAsync(
            ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--", BgpNodeDaemon.Executable, "demo", "up"]);
        Assert.Equal((5, ""), (code, output));
        Assert.Contains("run the command as root", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    private static void NeedLab()
    {
        Needs.Root();
        Assert.SkipWhen(File.Exists(StateFile), "A demo lab is up on this machine, and it is not the test's to take down: bgpnode demo down");
    }

    private static async Task<string> RunAsync(int exitCode, params string[] verb)
    {
        (int code, string output, string error) = await Shell.TryAsync([BgpNodeDaemon.Executable, "demo", .. verb]);
        Assert.True(code == exitCode, $"demo {string.Join(' ', verb)} ended with {code} instead of {exitCode}: {error}{output}");
        return output;
    }

    // What the lab must not leave changed: its own namespaces (those of others come and go), the host's links and routes.
    private static async Task<string> HostAsync() =>
        string.Join('\n', (await Shell.RunAsync(["ip", "netns", "list"])).Split('\n').Where(name => name.StartsWith("bgpnode-demo", StringComparison.Ordinal)))
        + await Shell.RunAsync(["ip", "-o", "link", "show"]) + await Shell.RunAsync(["ip", "route", "show", "table", "all"]);
}
