namespace BgpNode.Protocol.Session;

/// <summary>What becomes of a connection whose OPEN was just received.</summary>
public enum CollisionVerdict
{
    /// <summary>There is no other connection to collide with.</summary>
    NoCollision,

    /// <summary>This one goes on. The other one gets <see cref="SessionEvent.OpenCollisionDump"/>, or its attempt is given up when it has no TCP connection yet.</summary>
    KeepThis,

    /// <summary>The other one goes on; this one gets <see cref="SessionEvent.OpenCollisionDump"/>.</summary>
    KeepOther,
}
