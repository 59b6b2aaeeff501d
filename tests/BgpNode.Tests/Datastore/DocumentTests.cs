using System.Text;
using System.Text.Json.Nodes;
using BgpNode.Datastore.Documents;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Datastore;

public class DocumentTests
{
    [Theory]
    [InlineData("a: [1, 2", 2)] // where the rest was expected
    [InlineData("a: b\n c: d", 2)]
    [InlineData("a: *nowhere", 1)]
    [InlineData("a: \"open", 1)]
    [InlineData("? [a]\n: b", 1)]
    [InlineData("a:\n\t- b", 1)]
    [InlineData("a: 1\nb: !!t[ 1", 2)]
    public void Broken_YAML_is_one_problem_with_its_line(string text, int line)
    {
        DocumentSet set = YamlDocuments.Read(text, "a.yaml");
        Assert.False(set.Complete);
        Assert.Equal(line, Assert.Single(set.Problems).Line);
    }

    [Theory]
    [InlineData("{\"a\":1", 1, 7)]
    [InlineData("{\"a\":\n tru}", 2, 5)]
    public void Broken_JSON_is_one_problem_with_its_place(string text, int line, int column)
    {
        DocumentSet set = JsonDocuments.Read(Encoding.UTF8.GetBytes(text), "a.json");
        Assert.False(set.Complete);
        Assert.Equal((line, column), (Assert.Single(set.Problems).Line, set.Problems[0].Column));
    }

    [Fact]
    public void YAML_and_JSON_make_the_same_tree()
    {
        DocumentNode yaml = YamlDocuments.Read("a: [1, 2.50, true, ~, x, '1']\nb: { c: \"\\u00e9\" }", "").Documents[0];
        DocumentNode json = JsonDocuments.Read("""{"a":[1,2.50,true,null,"x","1"],"b":{"c":"é"}}"""u8, "").Documents[0];
        Assert.True(JsonNode.DeepEquals(yaml.ToJson(), json.ToJson()));
        Assert.Equal((2, 4), (yaml["b"]!.Line, yaml["b"]!.Column));
        Assert.Equal((1, 37), (json["b"]!.Line, json["b"]!.Column));
    }

    [Fact]
    public void A_few_aliases_may_not_stand_for_billions()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++)
        {
            text.Append(null, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        DocumentSet set = YamlDocuments.Read(text.ToString(), "a.yaml");
        Assert.False(set.Complete);
        Assert.Contains("aliases", set.Problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Depth_ends_before_the_stack_does(string open)
    {
        DocumentSet set = YamlDocuments.Read(string.Concat(Enumerable.Repeat(open, 5_000)), "a.yaml");
        Assert.False(set.Complete);
        Assert.Single(set.Problems);
        Assert.False(JsonDocuments.Read(Encoding.UTF8.GetBytes(new string('[', 100_000)), "a.json").Complete);
    }

    [Fact]
    public void Any_text_is_documents_or_problems() =>
        Words.Text(30, "a", ":", " ", "\n", "- ", "[", "]", "{", "}", ",", "&x", "*x", "!!t", "\"", "'", "|", ">", "#", "---", "...", "%", "?", "\t", "~", "\\", "1", "\uD83D", "@", "`")
            .Sample(text => YamlDocuments.Read(text, "a.yaml") is not null && JsonDocuments.Read(Encoding.UTF8.GetBytes(text), "a.json") is not null, iter: 20_000);

    [Fact]
    public void What_is_written_as_YAML_reads_back_the_same()
    {
        Gen<JsonNode?> scalar = Gen.OneOf(
            Gen.Char[' ', '~'].Array[0, 12].Select(chars => (JsonNode?)JsonValue.Create(new string(chars))),
            Words.One("yes", "null", "1", "1e5", "1:30", "0x1", "-", "a: b", "é\u2028\n", "2026-11-23", "10.0.0.1", "fd00::1", "true", "~").Select(text => (JsonNode?)JsonValue.Create(text)),
            Gen.Long.Select(number => (JsonNode?)JsonNode.Parse(number.ToString(null, null))),
            Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Const((JsonNode?)null));
        Gen<JsonNode?> Node(int depth) => depth == 0 ? scalar : Gen.OneOf(
            scalar,
            Node(depth - 1).Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
            Node(depth - 1).Array[0, 3].Select(items => (JsonNode?)new JsonObject(items.Select((item, i) => KeyValuePair.Create($"k{i}", item?.DeepClone())))));

        Node(3).Where(node => node is not null).Sample(node =>
        {
            DocumentSet set = YamlDocuments.Read(YamlText.Write(node), "a.yaml");
            return set.Complete && JsonNode.DeepEquals(set.Documents[0].ToJson(), node);
        });
    }

    [Fact]
    public void A_list_of_resources_is_its_items()
    {
        DocumentSet set = YamlDocuments.Read("kind: BGPPeerList\nitems:\n- kind: BGPPeer\n- kind: BGPPeer\n---\nkind: Node", "a.yaml");
        Assert.Equal([3, 4, 6], set.Flatten().Select(document => document.Line));
    }
}
