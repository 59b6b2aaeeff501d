using BgpNode.Protocol.Wire;

namespace BgpNode.Speaker.Peers;

/// <summary>An error of a session, kept for whoever asks later.</summary>
/// <param name="Text">In words, printable.</param>
/// <param name="At">When.</param>
/// <param name="Error">The NOTIFICATION, null when there was none.</param>
public sealed record SessionError(string Text, DateTimeOffset At, ProtocolError? Error = null);
