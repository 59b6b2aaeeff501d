using BgpNode.Speaker.Peers;

namespace BgpNode.Reconciler.Desired;

/// <summary>Reads the password of a peer from a file.</summary>
/// <param name="path">The file; its first line is the password.</param>
/// <param name="problem">Why there is none, in words without a full stop.</param>
public delegate PeerPassword? ReadPassword(string path, out string? problem);
