namespace BgpNode.Datastore.Resources;

/// <summary>Whether the other end of a selected pair gets its session implicitly.</summary>
public enum ReversePeering
{
    Auto,
    Manual,
}
