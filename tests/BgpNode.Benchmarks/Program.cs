using BenchmarkDotNet.Running;

// Which ones: dotnet run -c Release --project tests/BgpNode.Benchmarks -- --filter "*Intern*"
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
