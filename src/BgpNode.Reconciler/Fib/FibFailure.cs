namespace BgpNode.Reconciler.Fib;

/// <summary>Why a wanted route is not in the kernel, and when it is tried again.</summary>
/// <param name="Reason">In words, with the kernel's error name where it gave one.</param>
/// <param name="Since">Timestamp (<see cref="TimeProvider.GetTimestamp"/>) of the first failure.</param>
/// <param name="RetryAt">Timestamp of the next try.</param>
/// <param name="Attempts">Tries so far.</param>
internal readonly record struct FibFailure(string Reason, long Since, long RetryAt, int Attempts);
