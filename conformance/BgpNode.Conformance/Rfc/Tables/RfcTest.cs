namespace BgpNode.Conformance.Rfc.Tables;

/// <summary>A test, or a row of one, that names a section.</summary>
/// <param name="Rule">Its trait, for example <c>4271 §6.1</c>.</param>
/// <param name="Class">The class that it stands in.</param>
/// <param name="Method">Its method.</param>
/// <param name="Row">The row, for example <c>a length of 18</c>; empty for a test without rows.</param>
/// <param name="IsUnit">It is one of tests/BgpNode.Tests, without a network.</param>
internal sealed record RfcTest(string Rule, string Class, string Method, string Row, bool IsUnit)
{
    public string Name => $"{Class} {Method} {Row}";

    /// <summary>As the tables show it: rows of one test are one entry.</summary>
    public string Shown => $"{Class}: {Method.Replace('_', ' ')}{(IsUnit ? " (unit)" : "")}";
}
