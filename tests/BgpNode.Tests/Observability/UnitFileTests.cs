using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using BgpNode.Tests.Control;
using BgpNode.Tests.Options;
using Xunit;

namespace BgpNode.Tests.Observability;

/// <summary>The shipped unit, judged by systemd's own tool; no running systemd is needed.</summary>
public sealed partial class UnitFileTests : IDisposable
{
    private const string Tool = "/usr/bin/systemd-analyze";

    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_the_unit()
    {
        (int exit, string output) = await AnalyzeAsync("verify");
        Assert.Equal((0, ""), (exit, output));
    }

    [Fact]
    public async Task The_sandbox_leaves_an_exposure_of_two_and_a_half_at_most()
    {
        (_, string output) = await AnalyzeAsync("security", "--offline=true", "--no-pager");
        Match level = Level().Match(output);
        Assert.True(level.Success, output);
        Assert.InRange(double.Parse(level.Groups[1].Value, CultureInfo.InvariantCulture), 0, 2.5);
    }

    public void Dispose() => _directory.Dispose();

    private async Task<(int Exit, string Output)> AnalyzeAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Tool), "needs systemd-analyze, from Debian's package systemd");
        // The tool wants the program to exist; the rest of the unit is as shipped.
        string text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "config", "bgpnode.service"));
        string unit = _directory.Write("bgpnode.service", text.Replace("/usr/bin/bgpnode", "/bin/true", StringComparison.Ordinal));
        using var process = Process.Start(new ProcessStartInfo(Tool, [.. arguments, unit]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    [GeneratedRegex(@"exposure level for bgpnode\.service: (\d+\.\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Level();
}
