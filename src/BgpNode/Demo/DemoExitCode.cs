namespace BgpNode.Demo;

/// <summary>The exit codes that every verb of bgpnode promises, as far as the lab uses them.</summary>
internal static class DemoExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int NotAsItShouldBe = 3;
    public const int NotPermitted = 5;
}
