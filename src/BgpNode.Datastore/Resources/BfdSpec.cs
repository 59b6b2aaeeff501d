namespace BgpNode.Datastore.Resources;

/// <summary>BFD of one peer (RFC 5880); null means not set.</summary>
/// <param name="Enabled">Whether BFD is wanted; true when only other fields are set.</param>
/// <param name="MinTx">Desired Min TX Interval, 10 ms or more.</param>
/// <param name="MinRx">Required Min RX Interval, 10 ms or more.</param>
/// <param name="Multiplier">Detect Mult, 1 to 255.</param>
/// <param name="Multihop">RFC 5883 instead of RFC 5881.</param>
public sealed record BfdSpec(bool? Enabled, TimeSpan? MinTx, TimeSpan? MinRx, byte? Multiplier, bool? Multihop);
