using BgpNode.Datastore.Documents;
using BgpNode.Datastore.Resources;
using Xunit;

namespace BgpNode.Tests.Datastore;

/// <summary>Judges YAML as files are judged.</summary>
internal static class Judged
{
    public static Judgement One(string yaml, UnknownFields unknown = UnknownFields.Refused)
    {
        DocumentSet set = YamlDocuments.Read(yaml, "a.yaml");
        Assert.Empty(set.Problems);
        return ResourceReader.Read(Assert.Single(set.Documents), "a.yaml", unknown);
    }

    public static T Good<T>(string yaml)
        where T : Resource
    {
        Judgement judgement = One(yaml);
        Assert.Empty(judgement.Problems);
        return Assert.IsType<T>(judgement.Resource);
    }

    /// <summary>The problems of a spec, each as "path: message".</summary>
    public static string[] Problems(string kind, string spec, string name = "x")
    {
        string version = kind == "Announcement" ? "bgpnode.io/v1" : "projectcalico.org/v3";
        return [.. One($"apiVersion: {version}\nkind: {kind}\nmetadata: {{ name: {name} }}\nspec: {spec}\n").Problems.Select(problem => $"{problem.Path}: {problem.Message}")];
    }

    public static BgpPeerSpec Peer(string spec) =>
        Good<BgpPeerResource>($"apiVersion: projectcalico.org/v3\nkind: BGPPeer\nmetadata: {{ name: x }}\nspec: {spec}\n").Spec;
}
