using System.Text;
using BgpNode.Datastore;
using BgpNode.Datastore.Documents;
using BgpNode.Datastore.Resources;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Datastore;

/// <summary>No document, however wrong, throws; and every document that is not good says why.</summary>
public class ReaderFuzzTests
{
    private static readonly string[] Names =
    [
        "node", "nodeSelector", "peerIP", "asNumber", "holdTime", "families", "bgp", "bfd", "maxPrefixes", "communities", "prefixAdvertisements",
        "serviceClusterIPs", "importV4", "exportV6", "operations", "cidr", "blockSize", "ipNetworks", "ipNATs", "prefixes", "addresses", "password",
        "orchestrator", "endpoint", "containerID", "interfaceName", "gracefulRestart", "role", "multipath", "prefixLength", "asPath", "unknown",
    ];

    private static readonly Gen<string> Value = Gen.Recursive<string>((depth, value) => depth >= 3
        ? Words.One("1", "-1", "99999999999999999999", "1.5", "true", "~", "''", "x", "10.0.0.0/8", "10.0.0.1", "fd00::/64", "fe80::1", "90s", "all()", "'('", "64512:1", "eth0", "ipv4", "Accept", "Self")
        : Gen.OneOf(
            value,
            value.Array[0, 3].Select(items => $"[{string.Join(", ", items)}]"),
            Gen.Select(Words.One(Names), value).Array[0, 4].Select(pairs => $"{{{string.Join(", ", pairs.DistinctBy(pair => pair.Item1).Select(pair => $"{pair.Item1}: {pair.Item2}"))}}}")));

    [Fact]
    public void Any_document_is_judged() => Gen.Select(
            Words.One([.. ResourceKinds.All.Select(kind => kind.ToString()), "Tier", "x", "[]"]),
            Gen.Select(Words.One(Names), Value).Array[0, 8])
        .Sample((kind, fields) =>
        {
            var yaml = new StringBuilder($"apiVersion: {(kind == "Announcement" ? "bgpnode.io/v1" : "projectcalico.org/v3")}\nkind: {kind}\nmetadata: {{ name: default }}\nspec:\n");
            foreach ((string name, string value) in fields)
            {
                yaml.Append("  ").Append(name).Append(": ").Append(value).Append('\n');
            }

            DocumentSet set = YamlDocuments.Read(yaml.ToString(), "a.yaml");
            Judgement judgement = ResourceReader.Read(set.Documents[0], "a.yaml", UnknownFields.Refused);
            return (judgement.Resource is null) == judgement.Problems.Any(problem => problem.Severity == Severity.Error || judgement.Key is null)
                && judgement.Problems.All(problem => problem.Line > 0 && problem.Column > 0 && problem.Message.Length > 0);
        }, iter: 5_000);
}
