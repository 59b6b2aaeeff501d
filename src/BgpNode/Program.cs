using BgpNode.Cli;

return await CommandLine.RunAsync(args, CliEnvironment.OfProcess());
