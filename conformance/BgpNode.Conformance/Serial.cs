using Xunit.Sdk;
using Xunit.v3;

// The tests measure times of processes that share the machine's processors with each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
