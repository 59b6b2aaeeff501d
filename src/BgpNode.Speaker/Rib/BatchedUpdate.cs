namespace BgpNode.Speaker.Rib;

/// <summary>One UPDATE of a batch, and what its session found out about the attributes while the RIB was busy with others.</summary>
/// <param name="Begin">Where its body begins in the buffer.</param>
/// <param name="Length">Octets of its body.</param>
/// <param name="AttributesHash">The hash under which the RIB looks for the attributes.</param>
/// <param name="IsRight">They are right and canonical under the session's rules: nothing is left to judge.</param>
public readonly record struct BatchedUpdate(int Begin, int Length, ulong AttributesHash, bool IsRight);
