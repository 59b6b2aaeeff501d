namespace BgpNode.Conformance.Faults;

/// <summary>What the fault lab measured, one line each, for <c>conformance/faults/run</c> to print.</summary>
internal static class FaultTable
{
    public const string Variable = "BGPNODE_FAULT_TABLE";

    public static void Add(string fault, string must, string measured)
    {
        string row = $"| {fault} | {must} | {measured} |";
        Xunit.TestContext.Current.SendDiagnosticMessage(row);
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file)
        {
            File.AppendAllText(file, row + "\n");
        }
    }
}
