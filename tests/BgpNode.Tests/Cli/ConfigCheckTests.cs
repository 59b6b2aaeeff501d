using BgpNode.Options;
using BgpNode.Tests.Control;
using Xunit;

namespace BgpNode.Tests.Cli;

public sealed class ConfigCheckTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task A_good_configuration_is_ok()
    {
        var terminal = new Terminal();
        Assert.Equal(0, await terminal.RunAsync("config", "check", "--config", Config($"datastore: {{ directory: {_directory.Path} }}")));
        Assert.Equal("ok\n", terminal.Out);
    }

    [Fact]
    public async Task The_intent_directory_is_judged_as_well()
    {
        var terminal = new Terminal
        {
            CheckIntent = directory => [new ConfigProblem($"{directory}/peers.yaml", 4, 9, "spec.peerIP", "not an address"), new ConfigProblem("b.yaml", 1, 1, "", "unused", ConfigSeverity.Warning)],
        };
        Assert.Equal(2, await terminal.RunAsync("config", "check", "--config", Config($"datastore: {{ directory: {_directory.Path} }}")));
        Assert.Equal($"{_directory.Path}/peers.yaml:4:9: error: spec.peerIP: not an address\nb.yaml:1:1: warning: unused\n", terminal.Out);
    }

    [Fact]
    public async Task Findings_come_as_JSON_too()
    {
        string config = Config($"node: Node1\ndatastore: {{ directory: {_directory.Path} }}\n");
        var terminal = new Terminal();
        Assert.Equal(2, await terminal.RunAsync("config", "check", "--config", config, "-o", "json"));
        Golden.Matches("config-check.json", terminal.Out.Replace(config, "bgpnode.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_daemon_does_not_start_with_a_wrong_configuration()
    {
        var terminal = new Terminal();
        string config = Config("nod: x\n");
        Assert.Equal(2, await terminal.RunAsync("run", "--config", config));
        Assert.Contains($"{config}:1:1: error: nod: there is no such setting; did you mean 'node'?", terminal.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private string Config(string text) => _directory.Write("bgpnode.yaml", text);
}
