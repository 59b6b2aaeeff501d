namespace BgpNode.Speaker.Peers;

/// <summary>What a change of configuration does to a running session.</summary>
/// <param name="Effect">What it costs.</param>
/// <param name="Reason">Of a reset: what changed, as the end of "because ..."; empty otherwise.</param>
public readonly record struct ConfigChange(ConfigEffect Effect, string Reason)
{
    public static readonly ConfigChange None = new(ConfigEffect.None, "");

    public static readonly ConfigChange PolicyOnly = new(ConfigEffect.PolicyOnly, "");

    public static readonly ConfigChange KeyChange = new(ConfigEffect.KeyChange, "");

    public static ConfigChange Reset(string reason) => new(ConfigEffect.Reset, reason);
}
