using Xunit;

namespace BgpNode.Conformance.Rfc;

/// <summary>Rows of a table of cases: each with the section that it is about as its trait.</summary>
internal static class RfcRow
{
    /// <param name="name">What the case is called; the test looks the rest up by it.</param>
    /// <param name="rule">For example <c>7606 §7.1</c>.</param>
    public static TheoryDataRow<string> Of(string name, string rule)
    {
        var row = new TheoryDataRow<string>(name);
        row.Traits["RFC"] = [rule];
        return row;
    }
}
