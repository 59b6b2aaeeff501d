using BgpNode.Kernel.Routes;

namespace BgpNode.Reconciler.Fib;

/// <summary>One change that a pass makes.</summary>
/// <param name="Table">Its family.</param>
/// <param name="Id">The prefix, by its number there.</param>
/// <param name="Operation">Add, replace or delete.</param>
/// <param name="Form">What is written; for a delete, what is there.</param>
/// <param name="Becomes">What the kernel has afterwards; null for nothing.</param>
internal readonly record struct PlannedWrite(FibTable Table, int Id, RouteOperation Operation, RouteForm Form, RouteForm? Becomes);
