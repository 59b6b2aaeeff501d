using System.Net.Sockets;
using BgpNode.Cli;
using BgpNode.Control;
using BgpNode.Control.Views;
using BgpNode.Tests.Control;
using Xunit;

namespace BgpNode.Tests.Cli;

public class ExitCodeTests
{
    [Theory]
    [InlineData("peers tor-x", "there is no neighbour 'tor-x'")]
    [InlineData("routes --peer tor-x", "there is no neighbour 'tor-x'")]
    [InlineData("get bgppeers tor-x", "there is no BGPPeer 'tor-x'")]
    [InlineData("get workloadendpoints web -n other", "there is no WorkloadEndpoint 'other/web'")]
    public async Task What_does_not_exist_ends_with_1(string line, string words)
    {
        (int exit, Terminal screen) = await Terminal.AskAsync(new FakeNode(), line.Split(' '));
        Assert.Equal(1, exit);
        Assert.Contains(words, screen.Error, StringComparison.Ordinal);
        Assert.Empty(screen.Out);
    }

    [Fact]
    public async Task A_prefix_without_a_route_ends_with_1()
    {
        (int exit, _) = await Terminal.AskAsync(new FakeNode { Routes = new RoutePageView { Routes = [] } }, "routes", "10.2.0.0/16");
        Assert.Equal(1, exit);
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("")]
    [InlineData("peers --wide")]
    [InlineData("peers -o xml")]
    [InlineData("routes 10.0.0.1/8")]
    [InlineData("routes 10.0.0.1")]
    [InlineData("routes --sent")]
    [InlineData("routes --sent --received --peer tor-a")]
    [InlineData("routes --longer")]
    [InlineData("routes --limit 0")]
    [InlineData("explain 010.0.0.1")]
    [InlineData("explain")]
    [InlineData("get pods")]
    [InlineData("delete bgppeers")]
    [InlineData("apply")]
    [InlineData("apply -f /nonexistent/intent.yaml")]
    [InlineData("get bgppeers tor-a -n default")]
    public async Task A_wrong_command_line_ends_with_2_and_one_line(string line)
    {
        var terminal = new Terminal();
        Assert.Equal(2, await terminal.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Empty(terminal.Out);
        Assert.StartsWith("bgpnode: ", terminal.Error, StringComparison.Ordinal);
        Assert.InRange(terminal.Error.TrimEnd().Split('\n').Length, 1, 2);
    }

    [Fact]
    public async Task A_wrong_word_is_named_with_the_right_ones_and_the_command_that_helps()
    {
        var terminal = new Terminal();
        Assert.Equal(2, await terminal.RunAsync(["demo", "up", "--tor", "cisco"]));
        Assert.Equal("bgpnode: the lab has no router 'cisco'; write --tor bgpnode, bird or frr; 'bgpnode demo up --help' shows how\n", terminal.Error);
    }

    [Theory]
    [InlineData(ExplainVerdict.Ok, 0)]
    [InlineData(ExplainVerdict.Broken, 3)]
    [InlineData(ExplainVerdict.Unknown, 1)]
    public async Task An_explanation_ends_with_its_verdict(ExplainVerdict verdict, int expected)
    {
        (int exit, _) = await Terminal.AskAsync(new FakeNode { Explanation = Samples.Explanation with { Verdict = verdict } }, "explain", "10.65.0.2");
        Assert.Equal(expected, exit);
    }

    [Fact]
    public async Task A_check_of_a_node_with_faults_ends_with_3_and_names_them()
    {
        (int exit, Terminal screen) = await Terminal.AskAsync(new FakeNode(), "status", "--check");
        Assert.Equal(3, exit);
        Assert.Equal(
            """
            check: errors in intent: 1
            check: peers not Established: 1 of 3
            check: routes refused by the kernel: 1
            check: endpoints not ready: 1 of 48

            """,
            screen.Error);
    }

    [Fact]
    public async Task A_check_of_a_good_node_ends_with_0()
    {
        StatusView good = Samples.Status with
        {
            Datastore = Samples.Status.Datastore with { Problems = [] },
            Peers = new() { Up = 3, Total = 3 },
            Fib = Samples.Status.Fib with { Failed = 0 },
            Endpoints = new() { Ready = 48, Total = 48 },
        };
        (int exit, Terminal screen) = await Terminal.AskAsync(new FakeNode { Status = good }, "status", "--check");
        Assert.Equal((0, ""), (exit, screen.Error));
    }

    [Fact]
    public async Task A_daemon_that_is_not_there_ends_with_4_and_says_how_to_start_it()
    {
        var terminal = new Terminal("/nonexistent/api.sock");
        Assert.Equal(4, await terminal.RunAsync("status"));
        Assert.Equal(
            """
            bgpnode: the daemon is not running: there is no socket at /nonexistent/api.sock
              systemctl start bgpnode starts it; --socket names another socket

            """,
            terminal.Error);
    }

    [Fact]
    public async Task A_socket_that_nobody_listens_at_ends_with_4()
    {
        using var directory = new TempDirectory();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(directory.File("api.sock")));
        var terminal = new Terminal(directory.File("api.sock"));
        Assert.Equal(4, await terminal.RunAsync("peers"));
        Assert.Contains("nobody listens", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_of_others_ends_with_5()
    {
        // Root may use every socket, so the kernel's answer is made by hand.
        var refusal = new HttpRequestException("", new SocketException((int)SocketError.AccessDenied));
        CliException told = ControlClient.Unreachable("/run/bgpnode/api.sock", refusal);
        Assert.Equal((5, "no permission for /run/bgpnode/api.sock"), (told.ExitCode, told.Message));
    }

    [Fact]
    public async Task The_socket_is_that_of_the_configuration()
    {
        await using RunningNode running = await RunningNode.StartAsync();
        string config = Path.Combine(running.Directory, "bgpnode.yaml");
        await File.WriteAllTextAsync(config, $"control: {running.Socket}\nunknown: setting\n");
        Assert.Equal(0, await new Terminal { ConfigFile = config }.RunAsync("peers"));
    }

    [Fact]
    public async Task An_apply_from_standard_input_says_what_became_of_each_resource()
    {
        await using RunningNode running = await RunningNode.StartAsync();
        var terminal = new Terminal(running.Socket) { Input = "kind: BGPPeer" };
        Assert.Equal(0, await terminal.RunAsync("apply", "-f", "-"));
        Assert.Equal("created BGPPeer tor-a\n", terminal.Out);
        Assert.Equal("kind: BGPPeer", Assert.Single(running.Node.Told));
    }

    [Fact]
    public async Task A_refused_apply_ends_with_1_and_every_finding()
    {
        var node = new FakeNode
        {
            Apply = new ApplyView { Applied = false, Problems = [new() { Source = "body", Line = 3, Column = 5, Path = "spec.peerIP", Message = "no address" }] },
        };
        await using RunningNode running = await RunningNode.StartAsync(node);
        var terminal = new Terminal(running.Socket) { Input = "kind: BGPPeer" };
        Assert.Equal(1, await terminal.RunAsync("apply", "-f", "-"));
        Assert.Equal(
            """
            bgpnode: nothing was applied: 1 problem
              body:3:5: error: spec.peerIP: no address
              mend what is listed and apply again

            """,
            terminal.Error);
    }

    [Theory]
    [InlineData("delete bgppeers tor-a", "delete BGPPeer - tor-a")]
    [InlineData("delete workloadendpoints web", "delete WorkloadEndpoint default web")]
    [InlineData("reset tor-a --reason cable", "reset tor-a cable")]
    [InlineData("release", "release")]
    [InlineData("drain --wait 0.5 --reason upgrade", "drain 0.5 upgrade")]
    [InlineData("drain --end", "undrain")]
    [InlineData("refresh tor-a --in", "refresh tor-a In")]
    [InlineData("refresh tor-a", "refresh tor-a Both")]
    public async Task A_command_is_passed_on(string line, string told)
    {
        var node = new FakeNode();
        (int exit, Terminal screen) = await Terminal.AskAsync(node, line.Split(' '));
        Assert.Equal((0, "done\n"), (exit, screen.Out));
        Assert.Equal(told, Assert.Single(node.Told));
    }

    [Fact]
    public async Task A_refused_command_ends_with_1()
    {
        (int exit, Terminal screen) = await Terminal.AskAsync(
            new FakeNode { Result = CommandResult.Refused("it is disabled", "enable it first") }, "reset", "tor-a");
        Assert.Equal((1, "bgpnode: it is disabled\n  enable it first\n"), (exit, screen.Error));
    }

    [Fact]
    public async Task Completion_knows_verbs_and_running_neighbours()
    {
        var verbs = new Terminal();
        await verbs.RunAsync("[suggest:10]", "bgpnode pe");
        Assert.Contains("peers", verbs.Out, StringComparison.Ordinal);

        await using RunningNode running = await RunningNode.StartAsync();
        string config = Path.Combine(running.Directory, "bgpnode.yaml");
        await File.WriteAllTextAsync(config, $"control: {running.Socket}\n");
        var peers = new Terminal { ConfigFile = config };
        await peers.RunAsync("[suggest:14]", "bgpnode peers ");
        Assert.Contains("tor-a", peers.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_printed()
    {
        var terminal = new Terminal();
        Assert.Equal(0, await terminal.RunAsync("version"));
        Assert.StartsWith("bgpnode 0.", terminal.Out, StringComparison.Ordinal);
    }
}
