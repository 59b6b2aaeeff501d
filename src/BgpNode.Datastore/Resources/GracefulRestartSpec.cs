namespace BgpNode.Datastore.Resources;

/// <summary>Graceful restart of one peer; null means not set.</summary>
/// <param name="Enabled">Whether the capability is sent.</param>
/// <param name="RestartTime">At most 4095 s (RFC 4724 §3).</param>
/// <param name="LongLivedStaleTime">At most 16777215 s (RFC 9494 §4.1).</param>
public sealed record GracefulRestartSpec(bool? Enabled, TimeSpan? RestartTime, TimeSpan? LongLivedStaleTime);
