using BgpNode.Cli;
using BgpNode.Demo.Routers;
using BgpNode.Demo.Topology;

namespace BgpNode.Demo;

/// <summary>The verbs of <c>bgpnode demo</c>; each returns its exit code.</summary>
internal static class DemoVerbs
{
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(10);

    public static Task<int> UpAsync(TorKind tor, CancellationToken stop) => GuardAsync(async cancel =>
    {
        if (RouterSoftware.Of(tor).Missing() is { } missing)
        {
            throw new DemoException(missing);
        }

        using var held = LabLock.Take();
        if (LabState.Load() is { } running && running.Tor == tor && await StandsAsync(running, cancel))
        {
            LabPrinter.Line("The lab is up already.");
            LabPrinter.Lab(running);
            LabPrinter.Next(running);
            return ExitCode.Ok;
        }

        await LabBuilder.RemoveAsync(cancel);
        try
        {
            return await BuildAsync(tor, cancel);
        }
        catch (Exception)
        {
            // Half a lab is no use: whether refused, broken or interrupted, leave the machine as it was.
            using var limit = new CancellationTokenSource(CleanUpTime);
            await LabBuilder.RemoveAsync(limit.Token);
            throw;
        }
    }, stop);

    public static Task<int> CheckAsync(CancellationToken stop) => WithLabAsync(async (state, cancel) =>
    {
        IReadOnlyList<Finding> findings = await LabCheck.RunAsync(state, cancel);
        LabPrinter.Findings(findings);
        return Verdict(findings);
    }, stop);

    public static Task<int> MoveAsync(CancellationToken stop) => WithLabAsync(async (state, cancel) =>
    {
        LabPrinter.Move(await LabMove.RunAsync(state, cancel));
        return ExitCode.Ok;
    }, stop);

    public static Task<int> StatusAsync(CancellationToken stop) => WithLabAsync((state, _) =>
    {
        LabPrinter.Lab(state);
        LabPrinter.Next(state);
        return Task.FromResult(state.Processes.All(p => p.Identity.IsRunning) ? ExitCode.Ok : ExitCode.CheckFailed);
    }, stop);

    public static Task<int> DownAsync(CancellationToken stop) => GuardAsync(async cancel =>
    {
        using var held = LabLock.Take();
        int removed = await LabBuilder.RemoveAsync(cancel);
        LabPrinter.Line(removed > 0 ? "The lab is gone." : "There was no lab.");
        return ExitCode.Ok;
    }, stop);

    private static async Task<int> BuildAsync(TorKind tor, CancellationToken cancel)
    {
        long started = TimeProvider.System.GetTimestamp();
        LabState state = await LabBuilder.BuildAsync(tor, Prerequisites.HasIPv6, cancel);
        await LabWatch.ConvergedAsync(state, cancel);
        TimeSpan converged = TimeProvider.System.GetElapsedTime(started);
        IReadOnlyList<Finding>[] probes = await Task.WhenAll(LabPlan.Workloads.Select(w => LabCheck.ProbesAsync(w, state, cancel)));
        Finding[] findings = [.. probes.SelectMany(p => p)];

        LabPrinter.Line($"Three routers and two workloads, all routes in all kernels after {converged.TotalSeconds:0.0} s.");
        LabPrinter.Lab(state);
        LabPrinter.Findings(findings);
        LabPrinter.Next(state);
        // A lab whose packets do not arrive stays up: it is there to be looked at.
        return Verdict(findings);
    }

    private static int Verdict(IReadOnlyList<Finding> findings) =>
        findings.All(f => f.Holds) ? ExitCode.Ok : ExitCode.CheckFailed;

    private static async Task<bool> StandsAsync(LabState state, CancellationToken cancel) =>
        state.Processes.All(p => p.Identity.IsRunning) && (await LabWatch.FindAsync(state, cancel)).All(f => f.Present);

    private static Task<int> WithLabAsync(Func<LabState, CancellationToken, Task<int>> work, CancellationToken stop) => GuardAsync(async cancel =>
    {
        using var held = LabLock.Take();
        return LabState.Load() is { } state
            ? await work(state, cancel)
            : throw new DemoException("There is no lab; make one with \"demo up\".");
    }, stop);

    /// <summary>Rights and tools first; a refusal becomes a sentence and an exit code.</summary>
    private static async Task<int> GuardAsync(Func<CancellationToken, Task<int>> work, CancellationToken stop)
    {
        if (Prerequisites.MissingRights() is { } rights)
        {
            return Fail(rights, ExitCode.NoPermission);
        }

        if (Prerequisites.MissingProgram() is { } program)
        {
            return Fail(program, ExitCode.NotFound);
        }

        using var interruption = new Interruption(stop);
        try
        {
            return await work(interruption.Token);
        }
        catch (DemoException refused)
        {
            return Fail(refused.Detail.Length > 0 ? $"{refused.Message}\n{refused.Detail}" : refused.Message, ExitCode.NotFound);
        }
        catch (OperationCanceledException)
        {
            return Fail("Interrupted.", ExitCode.NotFound);
        }
    }

    private static int Fail(string sentence, int exitCode)
    {
        Console.Error.WriteLine(sentence);
        return exitCode;
    }
}
