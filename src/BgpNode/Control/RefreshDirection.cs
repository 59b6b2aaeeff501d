namespace BgpNode.Control;

/// <summary>Which half of a session to go through again.</summary>
public enum RefreshDirection
{
    Both,
    In,
    Out,
}
