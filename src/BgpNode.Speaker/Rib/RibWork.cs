namespace BgpNode.Speaker.Rib;

/// <summary>Something for the owner of the RIB to do.</summary>
/// <param name="Run">Runs on the loop's thread.</param>
/// <param name="Peer">Whose session ends should it throw; null when it is nobody's.</param>
internal readonly record struct RibWork(Action Run, RibPeer? Peer = null);
