using System.Net;
using BgpNode.Options;
using BgpNode.Tests.Cli;
using BgpNode.Tests.Control;
using CsCheck;
using Microsoft.Extensions.Logging;
using Xunit;

namespace BgpNode.Tests.Options;

public sealed class NodeOptionsLoaderTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public void Fifteen_mistakes_are_fifteen_findings_each_with_its_place()
    {
        const string Text = """
            node: Node_1
            datastroe: { directory: /tmp }
            datastore:
              directory: intent
              etcd:
                endpoints: [10.0.0.1:2379, "https://10.0.0.2"]
                certFile: /nonexistent/cert.pem
                usrname: bgpnode
            control: [a, b]
            http: 0.0.0.0:99999
            http: localhost:1
            log: { level: loud, format: jsn }
            stateDirectory:
            """;
        NodeOptionsResult result = NodeOptionsLoader.Read("bgpnode.yaml", new StringReader(Text), "host");
        Assert.Null(result.Options);
        Golden.Matches("../../Options/fifteen-mistakes.txt", string.Join('\n', result.Problems) + "\n");
    }

    [Fact]
    public void An_empty_file_takes_every_default()
    {
        NodeOptions options = Good($"datastore: {{ directory: {_directory.Path} }}\n", host: "Web-3");
        Assert.Equal("web-3", options.Node);
        Assert.Equal("/run/bgpnode/api.sock", options.Control);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 9179), options.Http);
        Assert.Equal("/var/lib/bgpnode", options.StateDirectory);
        Assert.Equal(new LogOptions { Level = LogLevel.Information, Format = LogFormat.Auto }, options.Log);

        NodeOptionsResult empty = Read("# nothing\n");
        Assert.All(empty.Problems, p => Assert.Equal("datastore", p.Path)); // the default directory exists on installed hosts only
    }

    [Theory]
    [InlineData("memoryLimit: 512MiB", 512L << 20)]
    [InlineData("memoryLimit: 2GiB", 2L << 30)]
    [InlineData("", null)]
    public void A_limit_of_memory_has_a_unit(string line, long? expected) =>
        Assert.Equal(expected, Good($"datastore: {{ directory: {_directory.Path} }}\n{line}\n").MemoryLimit);

    [Theory]
    [InlineData("512")]
    [InlineData("1MiB")]
    [InlineData("512MB")]
    [InlineData("-1GiB")]
    public void What_is_no_limit_of_memory_is_said(string text)
    {
        ConfigProblem problem = Assert.Single(Read($"datastore: {{ directory: {_directory.Path} }}\nmemoryLimit: {text}\n").Problems);
        Assert.Equal($"'{text}' is not a limit of memory; write 64MiB or more, as in 512MiB or 2GiB", problem.Message);
    }

    [Fact]
    public void Etcd_with_everything_is_read()
    {
        string ca = _directory.Write("ca.pem", "x"), cert = _directory.Write("cert.pem", "x"), key = _directory.Write("key.pem", "x");
        string password = _directory.Write("password", "x");
        NodeOptions options = Good($$"""
            datastore:
              etcd: { endpoints: ["https://10.0.0.1:2379", "https://[2001:db8::1]:2379/"], caFile: {{ca}}, certFile: {{cert}}, keyFile: {{key}},
                      username: bgpnode, passwordFile: {{password}} }
            """);
        var etcd = Assert.IsType<EtcdOptions>(options.Datastore);
        Assert.Equal(["https://10.0.0.1:2379/", "https://[2001:db8::1]:2379/"], etcd.Endpoints.Select(e => e.ToString()));
        Assert.Equal((ca, cert, key, "bgpnode", password), (etcd.CaFile, etcd.CertFile, etcd.KeyFile, etcd.Username, etcd.PasswordFile));
    }

    [Theory]
    [InlineData("http: off", null)]
    [InlineData("http: '[::1]:9179'", "[::1]:9179")]
    [InlineData("http: 0.0.0.0:80", "0.0.0.0:80")]
    [InlineData("http: localhost:9000", "127.0.0.1:9000")]
    public void Listeners_are_addresses_with_ports_or_off(string line, string? expected) =>
        Assert.Equal(expected, Good($"{line}\n{Store}").Http?.ToString());

    [Theory]
    [InlineData("http: 9179", "'9179' is not host:port; write 127.0.0.1:9179, [::1]:9179 or off")]
    [InlineData("http: ::1:9179", "'::1:9179' is not host:port; write 127.0.0.1:9179, [::1]:9179 or off")]
    [InlineData("http: 127.1:80", "'127.1' is not an address of this node; write 127.0.0.1, 0.0.0.0, [::1] or localhost")]
    [InlineData("http: example.org:80", "'example.org' is not an address of this node; write 127.0.0.1, 0.0.0.0, [::1] or localhost")]
    [InlineData("http: 127.0.0.1:0", "'0' is not a port; write a number from 1 to 65535")]
    [InlineData("node: NODE1", "'NODE1' has capitals; write node1")]
    [InlineData("control: api.sock", "'api.sock' is not a full path; begin it with '/', as in /run/bgpnode/api.sock")]
    [InlineData("control: ~", "is empty; write one value, as in 'control: /run/bgpnode/api.sock', or leave the key out")]
    [InlineData("log: debug", "is a single value; write a mapping, as in 'log: { level: information }'")]
    [InlineData("log: { level: Debug }", "'Debug' is not one of trace, debug, information, warning, error; did you mean 'debug'?")]
    [InlineData("node: &a node1", null)]
    [InlineData("control: *a", "*a is an alias; write the value out")]
    [InlineData("? [a, b]\n: c", "a key is a word, not a list")]
    [InlineData("wat: 1", "there is no such setting; known here: node, datastore, control, http, stateDirectory, memoryLimit, log")]
    public void A_wrong_setting_says_what_to_write(string line, string? message)
    {
        NodeOptionsResult result = Read($"{line}\n{Store}");
        if (message is null)
        {
            Assert.Empty(result.Problems);
        }
        else
        {
            Assert.Contains(message, result.Problems.Select(p => p.Message));
            Assert.All(result.Problems, p => Assert.True(p.Line >= 1 && p.Column >= 1));
        }
    }

    [Fact]
    public void A_secret_that_others_can_read_is_refused()
    {
        string password = _directory.Write("password", "x", UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        NodeOptionsResult result = Read($"datastore: {{ etcd: {{ endpoints: ['http://10.0.0.1:2379'], username: u, passwordFile: {password} }} }}");
        ConfigProblem problem = Assert.Single(result.Problems);
        Assert.Equal("datastore.etcd.passwordFile", problem.Path);
        Assert.Equal($"{password} has mode 0444, so more than its owner can get at the secret; chmod 0600 {password}", problem.Message);
    }

    [Fact]
    public void Settings_that_need_each_other_are_asked_for_together()
    {
        string cert = _directory.Write("cert.pem", "x");
        NodeOptionsResult result = Read($"datastore: {{ etcd: {{ endpoints: ['https://10.0.0.1:2379', 'http://10.0.0.2:2379'], certFile: {cert}, username: u }} }}");
        Assert.Equal(
            ["'http://10.0.0.2:2379' is http and the first endpoint is https; use one scheme for all", "needs keyFile beside it", "needs passwordFile beside it"],
            result.Problems.Select(p => p.Message));
    }

    [Theory]
    [InlineData("node: [a\n")]
    [InlineData("node: \"a\n")]
    [InlineData("a: b: c\n")]
    [InlineData("node: [1, 2\nhttp: 3\n")]
    [InlineData("node: &\n")]
    public void What_is_not_YAML_is_a_finding_with_a_place(string text)
    {
        ConfigProblem problem = Assert.Single(Read(text).Problems);
        Assert.StartsWith("this is not YAML: ", problem.Message, StringComparison.Ordinal);
        Assert.InRange(problem.Line, 1, 3);
    }

    [Fact]
    public void No_text_throws() => Datastore.Words.Text(12, "a", ": ", "\n", "\n  ", "- ", "[", "]", "{", "}", ", ", "'", "\"", "&", "*", "!", "|", ">", "---", "\t", "#", "%", "node", "?")
        .Sample(text => Read(text).Problems.Count > 0, iter: 20_000); // at least the default directory is missing

    [Fact]
    public void Depth_is_bounded()
    {
        ConfigProblem problem = Assert.Single(Read(new string('[', 5000)).Problems);
        Assert.Contains("levels deep", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_a_finding()
    {
        NodeOptionsResult result = NodeOptionsLoader.Load("/nonexistent/bgpnode.yaml", "host");
        Assert.StartsWith("/nonexistent/bgpnode.yaml: error: there is no such file", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_configuration_says_the_defaults()
    {
        NodeOptionsResult result = NodeOptionsLoader.Load(Path.Combine(Repository.Root, "config", "bgpnode.yaml"), "host");
        Assert.All(result.Problems, p => Assert.Equal("datastore.directory", p.Path)); // exists on installed hosts only
        Assert.InRange(result.Problems.Count, 0, 1);
    }

    [Fact]
    public void The_etcd_example_lacks_nothing_but_its_files()
    {
        NodeOptionsResult result = NodeOptionsLoader.Load(Path.Combine(Repository.Root, "config", "examples", "etcd", "bgpnode.yaml"), "host");
        Assert.All(result.Problems, p => Assert.Contains("does not exist", p.Message, StringComparison.Ordinal));
        Assert.Equal(3, result.Problems.Count);
    }

    public void Dispose() => _directory.Dispose();

    private string Store => $"datastore: {{ directory: {_directory.Path} }}\n";

    private static NodeOptionsResult Read(string text, string host = "host") => NodeOptionsLoader.Read("bgpnode.yaml", new StringReader(text), host);

    private static NodeOptions Good(string text, string host = "host")
    {
        NodeOptionsResult result = Read(text, host);
        Assert.Empty(result.Problems);
        return result.Options!;
    }
}
