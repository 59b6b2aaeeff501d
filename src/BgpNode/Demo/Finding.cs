namespace BgpNode.Demo;

/// <summary>One thing that should hold.</summary>
/// <param name="What">The claim, as a short sentence.</param>
/// <param name="Holds">Whether it is so.</param>
/// <param name="Seen">What was seen.</param>
internal sealed record Finding(string What, bool Holds, string Seen);
