namespace BgpNode.Datastore.Documents;

/// <summary>What a <see cref="DocumentNode"/> is, in JSON's words.</summary>
public enum NodeKind
{
    Mapping,
    Sequence,
    Text,
    Number,
    Boolean,
    Null,
}
