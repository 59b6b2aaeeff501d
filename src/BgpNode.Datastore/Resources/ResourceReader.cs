using System.Text.Json.Nodes;
using BgpNode.Datastore.Documents;
using BgpNode.Datastore.Resources.Reading;

namespace BgpNode.Datastore.Resources;

/// <summary>Judges documents: a typed resource, or every problem at once with its place.</summary>
public static class ResourceReader
{
    /// <summary>Judges one document. Never throws for bad input.</summary>
    /// <param name="document">From <see cref="YamlDocuments"/> or <see cref="JsonDocuments"/>.</param>
    /// <param name="source">The file's path or the etcd key, for the problems.</param>
    /// <param name="unknown">Whether unknown fields are a problem.</param>
    /// <param name="expected">The resource that an etcd key stands for; the document must say the same.</param>
    public static Judgement Read(DocumentNode document, string source, UnknownFields unknown, ResourceKey? expected = null)
    {
        var judge = new Judge(source, unknown) { Resource = expected };
        judge.Problems.AddRange(document.Problems);
        var fields = new Fields(judge, document, "");
        Resource? resource = document.Kind == NodeKind.Mapping ? Read(fields, judge, expected) : null;
        return new Judgement(
            judge.Resource,
            judge.HasErrors ? null : resource,
            document.Kind == NodeKind.Mapping ? document.ToJson() as JsonObject : null,
            [.. judge.Problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)],
            judge.Unknown);
    }

    private static Resource? Read(Fields fields, Judge judge, ResourceKey? expected)
    {
        if (ReadKind(fields) is not { } kind)
        {
            return null;
        }

        fields.Require("metadata", "write metadata: { name: ... }");
        Metadata? metadata = fields.Object("metadata", meta => MetadataReader.Read(meta, kind));
        if (metadata is { Name.Length: > 0 })
        {
            var key = new ResourceKey(kind, metadata.Namespace, metadata.Name);
            judge.Resource ??= key;
            if (expected is { } wanted && wanted != key)
            {
                fields.Error("metadata", $"says {key}, but the key is that of {wanted}");
            }
        }

        fields.Ignore("status");
        Resource? resource = ReadSpec(fields, kind, metadata ?? new Metadata("", "", MetadataReader.NoLabels, MetadataReader.NoLabels, null, null));
        fields.Close();
        return metadata is null ? null : resource;
    }

    private static ResourceKind? ReadKind(Fields fields)
    {
        fields.Require("apiVersion", $"write apiVersion: {ResourceKinds.CalicoVersion}");
        fields.Require("kind", "write the kind of resource, such as kind: BGPPeer");
        string? version = fields.Text("apiVersion");
        string? name = fields.Text("kind");
        if (version is not (null or ResourceKinds.CalicoVersion or ResourceKinds.OwnVersion))
        {
            fields.Error("apiVersion", $"is '{version}'; write {ResourceKinds.CalicoVersion}, or {ResourceKinds.OwnVersion} for an Announcement");
            version = null;
        }

        if (name is null)
        {
            return null;
        }

        if (!ResourceKinds.TryParse(name, out ResourceKind kind))
        {
            if (version == ResourceKinds.CalicoVersion && ResourceKinds.IsUnusedCalicoKind(name))
            {
                fields.Warning("kind", $"{name} is not used by bgpnode, ignored");
            }
            else
            {
                fields.Error("kind", $"unknown kind '{name}'{Spelling.Hint(name, ResourceKinds.All.Select(known => known.ToString()))}");
            }

            return null;
        }

        if (version is not null && version != kind.ApiVersion)
        {
            fields.Error("apiVersion", $"is '{version}', but {name} belongs to {kind.ApiVersion}");
        }

        return kind;
    }

    private static Resource? ReadSpec(Fields fields, ResourceKind kind, Metadata metadata)
    {
        if (kind != ResourceKind.Node && kind != ResourceKind.BGPConfiguration && kind != ResourceKind.BGPFilter)
        {
            fields.Require("spec", $"a {kind} without one says nothing");
        }

        return kind switch
        {
            ResourceKind.Node => new NodeResource(metadata, fields.Object("spec", NodeReader.Read) ?? new NodeSpec()),
            ResourceKind.BGPConfiguration => new BgpConfigurationResource(
                metadata, fields.Object("spec", spec => BgpConfigurationReader.Read(spec, metadata)) ?? new BgpConfigurationSpec()),
            ResourceKind.BGPPeer => fields.Object("spec", BgpPeerReader.Read) is { } peer ? new BgpPeerResource(metadata, peer) : null,
            ResourceKind.BGPFilter => new BgpFilterResource(metadata, fields.Object("spec", BgpFilterReader.Read) ?? new BgpFilterSpec()),
            ResourceKind.IPPool => fields.Object("spec", IpPoolReader.Read) is { } pool ? new IpPoolResource(metadata, pool) : null,
            ResourceKind.WorkloadEndpoint => fields.Object("spec", spec => WorkloadEndpointReader.Read(spec, metadata)) is { } endpoint
                ? new WorkloadEndpointResource(metadata, endpoint) : null,
            _ => fields.Object("spec", AnnouncementReader.Read) is { } announcement ? new AnnouncementResource(metadata, announcement) : null,
        };
    }
}
