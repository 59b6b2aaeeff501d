using BgpNode.Conformance.Rfc.Tables;
using Xunit;

namespace BgpNode.Conformance.Rfc;

/// <summary>The tables of conformance/rfc tell what the tests are.</summary>
public sealed class TablesTests
{
    private const string Remedy = "conformance/rfc/make";

    public static TheoryData<int> Numbers => [.. RfcTable.All.Select(table => table.Number)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_requirement_has_a_test_or_says_why_not(int number) =>
        Assert.Empty(RfcTable.All.Single(table => table.Number == number).Unexplained());

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_table_is_up_to_date(int number)
    {
        RfcTable table = RfcTable.All.Single(table => table.Number == number);
        Assert.True(File.Exists(table.File) && await File.ReadAllTextAsync(table.File) == table.Markdown(), $"{table.File} is out of date; run {Remedy}.");
    }
}
