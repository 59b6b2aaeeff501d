namespace BgpNode.Kernel.Routes;

/// <summary>What to do with a route. The caller names what it believes is there, so that a wrong belief is refused.</summary>
public enum RouteOperation : byte
{
    /// <summary>There is no route with this destination, table and metric. Refused with EEXIST when there is one, whoever owns it.</summary>
    Add,

    /// <summary>
    /// Our own route is there; packets see the old or the new one, never none. ENOENT when there is none. The kernel does
    /// not compare the protocol here, so only who has seen its own route there may ask for this.
    /// </summary>
    Replace,

    /// <summary>Removes the route only if protocol, table and metric are those of the write; ESRCH otherwise.</summary>
    Delete,
}
