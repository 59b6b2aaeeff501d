namespace BgpNode.Protocol.Bfd;

/// <summary>The state machine of RFC 5880 §6.2, as §6.8.6 writes it out: pure and total.</summary>
public static class BfdStateTable
{
    /// <summary>The state after a packet in which the peer says that it is in <paramref name="received"/>.</summary>
    public static BfdState OnPacket(BfdState state, BfdState received) => (state, received) switch
    {
        (BfdState.AdminDown, _) => BfdState.AdminDown,
        (_, BfdState.AdminDown) => BfdState.Down,
        (BfdState.Down, BfdState.Down) => BfdState.Init,
        (BfdState.Down, BfdState.Init) => BfdState.Up,
        (BfdState.Down, _) => BfdState.Down, // it has not noticed yet that we went down
        (BfdState.Init, BfdState.Init or BfdState.Up) => BfdState.Up,
        (BfdState.Init, _) => BfdState.Init,
        (BfdState.Up, BfdState.Down) => BfdState.Down,
        _ => BfdState.Up,
    };

    /// <summary>The state after a detection time without a packet.</summary>
    public static BfdState OnSilence(BfdState state) => state is BfdState.Init or BfdState.Up ? BfdState.Down : state;
}
