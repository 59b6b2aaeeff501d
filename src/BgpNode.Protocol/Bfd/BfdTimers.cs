namespace BgpNode.Protocol.Bfd;

/// <summary>What one end wants of a session (RFC 5880 §6.8.1).</summary>
/// <param name="MinTx">bfd.DesiredMinTxInterval, microseconds.</param>
/// <param name="MinRx">bfd.RequiredMinRxInterval, microseconds.</param>
/// <param name="Multiplier">bfd.DetectMult, not 0.</param>
public readonly record struct BfdTimers(uint MinTx, uint MinRx, byte Multiplier);
