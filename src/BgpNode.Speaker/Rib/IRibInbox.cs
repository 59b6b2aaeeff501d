namespace BgpNode.Speaker.Rib;

/// <summary>What sessions say to the owner of the RIB. Every wait is back-pressure: a full inbox makes the session stop reading its socket.</summary>
public interface IRibInbox
{
    /// <summary>A session reached Established. From here on it speaks through the <see cref="IRibPeer"/> it gets.</summary>
    ValueTask<IRibPeer> PeerUpAsync(PeerUp up, CancellationToken ct);

    /// <summary>What a neighbour's last session left behind for its return (<see cref="IRibPeer.DownAsync"/>) goes.</summary>
    ValueTask ForgetAsync(string peerName);
}
