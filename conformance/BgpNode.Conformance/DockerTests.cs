using System.Runtime.CompilerServices;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace BgpNode.Conformance;

/// <summary>No container engine runs here, so the files are held against the repository and against each other.</summary>
public sealed class DockerTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));
    private static readonly string Folder = Path.Combine(Root, "docker");

    [Fact]
    public void Everything_that_the_Dockerfile_copies_exists()
    {
        string[][] copies = [.. Instructions().Where(words => words[0] == "COPY" && !words.Any(w => w.StartsWith("--from", StringComparison.Ordinal)))];
        Assert.NotEmpty(copies);
        foreach (string source in copies.SelectMany(words => words[1..^1]))
        {
            Assert.True(Path.Exists(Path.Combine(Root, source)), $"docker/Dockerfile copies {source}, which is not there.");
        }
    }

    [Fact]
    public void The_Dockerfile_builds_on_a_base_that_can_be_chosen_and_does_not_run_as_root()
    {
        string[][] instructions = [.. Instructions()];
        Assert.Contains(instructions, words => words[0] == "ARG" && words[1].StartsWith("BASE=", StringComparison.Ordinal));
        Assert.Equal("${BASE}", instructions.Last(words => words[0] == "FROM")[1]);
        Assert.NotEqual("0", instructions.Last(words => words[0] == "USER")[1].Split(':')[0]);
    }

    [Fact]
    public void The_compose_file_has_its_services_and_every_file_and_network_that_it_names()
    {
        YamlMappingNode compose = Load("compose.yaml")[0];
        var services = (YamlMappingNode)compose["services"];
        var networks = (YamlMappingNode)compose["networks"];
        Assert.Equal(["etcd", "node1", "node2", "tor"], services.Children.Keys.Select(key => key.ToString()).Order());
        foreach (YamlMappingNode service in services.Children.Values.Cast<YamlMappingNode>())
        {
            foreach (YamlNode network in ((YamlMappingNode)service["networks"]).Children.Keys)
            {
                Assert.Contains(network, networks.Children.Keys);
            }

            foreach (YamlNode volume in service.Children.TryGetValue("volumes", out YamlNode? volumes) ? ((YamlSequenceNode)volumes).Children : [])
            {
                string source = volume.ToString().Split(':')[0];
                Assert.True(Path.Exists(Path.Combine(Folder, source)), $"compose.yaml mounts {source}, which is not there.");
            }
        }
    }

    [Theory]
    [InlineData("node.yaml")]
    [InlineData("node-etcd.yaml")]
    [InlineData("intent.yaml")]
    public void Every_document_is_YAML_with_a_mapping_at_its_root(string file) => Assert.NotEmpty(Load(file));

    private static List<YamlMappingNode> Load(string file)
    {
        var stream = new YamlStream();
        using var text = new StreamReader(Path.Combine(Folder, file));
        stream.Load(text);
        return [.. stream.Documents.Select(document => Assert.IsType<YamlMappingNode>(document.RootNode))];
    }

    private static IEnumerable<string[]> Instructions() =>
        File.ReadAllText(Path.Combine(Folder, "Dockerfile")).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where((word, at) => at == 0 || !word.StartsWith("--chown", StringComparison.Ordinal)).ToArray());

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
