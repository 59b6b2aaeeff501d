using Xunit;

namespace BgpNode.Tests.Options;

public class ExampleTests
{
    public static TheoryData<string> Examples =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "config", "examples")).Select(d => Path.GetFileName(d)!).Order()];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_of_intent_has_nothing_wrong_with_it(string example)
    {
        string intent = Path.Combine(Repository.Root, "config", "examples", example);
        // The node's own file lies beside the intent of some; as intent it is none.
        Assert.Empty(NodeServices.CheckIntent(intent).Where(p => Path.GetFileName(p.Source) != "bgpnode.yaml").Select(p => p.ToString()));
    }
}
