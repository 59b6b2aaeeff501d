namespace BgpNode.Observability;

/// <summary>Requests to the kernel: <c>add</c>, <c>replace</c> or <c>delete</c>, and <c>ok</c> or the error's name.</summary>
public sealed record FibOperationSample(string Operation, string Result, long Count);
