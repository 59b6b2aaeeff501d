namespace BgpNode.Datastore.Resources;

/// <summary>What to do with fields that we do not know.</summary>
public enum UnknownFields
{
    /// <summary>In files, where a person mistyped: a problem with a hint.</summary>
    Refused,

    /// <summary>In etcd, where a newer Calico knows more than we do: counted and kept.</summary>
    Ignored,
}
