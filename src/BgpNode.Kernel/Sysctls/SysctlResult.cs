namespace BgpNode.Kernel.Sysctls;

/// <summary>The value of a setting, or why it could not be read or written.</summary>
/// <param name="Value">What the setting is now; 0 when there is a problem.</param>
/// <param name="Problem">A sentence with the setting's name, or null when all went well.</param>
public readonly record struct SysctlResult(int Value, string? Problem)
{
    public bool Ok => Problem is null;
}
