namespace BgpNode.Datastore.Resources;

/// <summary>How a rule's prefix is compared with a route's.</summary>
public enum MatchOperator
{
    Equal,
    NotEqual,
    In,
    NotIn,
}
