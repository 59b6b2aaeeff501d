namespace BgpNode.Datastore.Selectors;

/// <summary>How a selector compares a label with one text.</summary>
internal enum Comparison
{
    Equal,
    NotEqual,
    Contains,
    StartsWith,
    EndsWith,
}
