namespace BgpNode.Speaker.Peers;

/// <summary>An error of a session, kept for whoever asks later.</summary>
/// <param name="Text">In words, printable.</param>
/// <param name="At">When.</param>
public sealed record SessionError(string Text, DateTimeOffset At);
