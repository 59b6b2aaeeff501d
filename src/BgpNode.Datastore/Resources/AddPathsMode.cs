namespace BgpNode.Datastore.Resources;

/// <summary>In which directions several paths per prefix are exchanged (RFC 7911).</summary>
public enum AddPathsMode
{
    None,
    Receive,
    Send,
    Both,
}
