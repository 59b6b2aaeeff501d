using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Desired;
using BgpNode.Routing.Policy;
using Xunit;
using static BgpNode.Tests.Reconciler.Intents;

namespace BgpNode.Tests.Reconciler.Desired;

/// <summary>What a filter says about a route; each rule is written as in a BGPFilter's <c>importV4</c> or <c>importV6</c>.</summary>
public class FilterRuleTests
{
    [Theory]
    [InlineData("Equal", "10.0.0.0/8", true)]
    [InlineData("Equal", "10.1.0.0/16", false)]
    [InlineData("Equal", "11.0.0.0/8", false)]
    [InlineData("NotEqual", "10.0.0.0/8", false)]
    [InlineData("NotEqual", "10.1.0.0/16", true)]
    [InlineData("NotEqual", "11.0.0.0/8", true)]
    [InlineData("In", "10.0.0.0/8", true)]
    [InlineData("In", "10.1.0.0/16", true)]
    [InlineData("In", "10.0.0.1/32", true)]
    [InlineData("In", "0.0.0.0/0", false)]
    [InlineData("In", "11.0.0.0/8", false)]
    [InlineData("NotIn", "10.0.0.0/8", false)]
    [InlineData("NotIn", "10.1.0.0/16", false)]
    [InlineData("NotIn", "0.0.0.0/0", true)]
    [InlineData("NotIn", "11.0.0.0/8", true)]
    public void A_prefix_is_compared_by_the_operator(string op, string prefix, bool matches) =>
        Assert.Equal(matches, Matches($"cidr: 10.0.0.0/8, matchOperator: {op}", prefix));

    [Theory]
    [InlineData("In", "{ min: 16, max: 24 }", "10.0.0.0/15", false)]
    [InlineData("In", "{ min: 16, max: 24 }", "10.0.0.0/16", true)]
    [InlineData("In", "{ min: 16, max: 24 }", "10.0.0.0/24", true)]
    [InlineData("In", "{ min: 16, max: 24 }", "10.0.0.0/25", false)]
    [InlineData("In", "{ min: 16 }", "10.0.0.0/32", true)]
    [InlineData("In", "{ max: 16 }", "10.0.0.0/17", false)]
    [InlineData("In", "{ min: 16 }", "11.0.0.0/16", false)]
    [InlineData("NotIn", "{ min: 16, max: 24 }", "10.0.0.0/16", false)]
    [InlineData("NotIn", "{ min: 16, max: 24 }", "10.0.0.0/25", true)] // outside of what cidr and length describe together
    [InlineData("NotIn", "{ min: 16, max: 24 }", "11.0.0.0/8", true)]
    public void The_length_belongs_to_what_the_operator_compares_with(string op, string length, string prefix, bool matches) =>
        Assert.Equal(matches, Matches($"cidr: 10.0.0.0/8, matchOperator: {op}, prefixLength: {length}", prefix));

    [Fact]
    public void A_rule_without_conditions_matches_every_prefix_of_its_family()
    {
        Assert.True(Matches("", "10.0.0.0/8"));
        Assert.False(Matches("", "fd00::/8"));
        IFilter filter = Import("{ importV6: [{ cidr: 'fd00::/8', matchOperator: In, action: Accept }] }")!;
        Assert.True(filter.Judge(Prefix.Parse("fd00:1::/32"), new PathAttributes()).Accepts);
        Assert.Null(filter.Judge(Prefix.Parse("10.0.0.0/8"), new PathAttributes()).Rule);
    }

    [Theory]
    [InlineData("['64512:1']", true)]
    [InlineData("['64512:2']", true)]
    [InlineData("['64512:3']", false)]
    [InlineData("['64512:1', '64512:2']", true)]
    [InlineData("['64512:1', '64512:3']", false)]
    [InlineData("['64512:1:1']", true)]
    [InlineData("['64512:1:2']", false)]
    [InlineData("['64512:1', '64512:1:1']", true)]
    [InlineData("['1:64512']", false)]
    public void A_route_must_carry_every_community(string values, bool matches) => Assert.Equal(matches, Matches($"communities: {{ values: {values} }}", attributes: new PathAttributes
    {
        Communities = [(64512u << 16) | 1, (64512u << 16) | 2],
        LargeCommunities = [new LargeCommunity(64512, 1, 1)],
    }));

    [Theory]
    [InlineData("[65001]", "65001 65002 65003", true)]
    [InlineData("[65001, 65002]", "65001 65002 65003", true)]
    [InlineData("[65001, 65002, 65003]", "65001 65002 65003", true)]
    [InlineData("[65001, 65002, 65003, 65004]", "65001 65002 65003", false)]
    [InlineData("[65002]", "65001 65002 65003", false)]
    [InlineData("[65001, 65003]", "65001 65002 65003", false)]
    [InlineData("[65001]", "", false)]
    [InlineData("[65001]", "{65001,65002}", false)]
    [InlineData("[65001, 65002]", "65001 {65002}", false)]
    public void A_path_must_begin_with_the_numbers(string prefix, string path, bool matches) =>
        Assert.Equal(matches, Matches($"asPathPrefix: {prefix}", path: path));

    [Theory]
    [InlineData("^65001_", "65001 65002", true)]
    [InlineData("^65001_", "650011 65002", false)]
    [InlineData("_65002_", "65001 65002 65003", true)]
    [InlineData("_65002_", "65001 165002 65003", false)]
    [InlineData("_65003$", "65001 65003", true)]
    [InlineData("_65003$", "65003", true)]
    [InlineData("^65001$", "65001", true)]
    [InlineData("^65001$", "65001 65002", false)]
    [InlineData("^$", "", true)]
    [InlineData("^$", "65001", false)]
    [InlineData("^65001(_[0-9]+)*$", "65001 65002 65003", true)]
    [InlineData("_65002_", "65001 {65002,65003}", true)]
    [InlineData("_65003_", "65001 {65002,65003}", true)]
    [InlineData("_65002_", "(65002 65003) 65001", true)]
    [InlineData("_65003_", "(65002 65003) 65001", true)]
    [InlineData("_65002_", "[65002,65003] 65001", true)]
    [InlineData("_65003_", "[65002,65003] 65001", true)]
    public void An_expression_sees_the_path_as_text_and_an_underscore_is_a_gap_or_an_end(string pattern, string path, bool matches) =>
        Assert.Equal(matches, Matches($"asPath: '{pattern}'", path: path));

    [Fact]
    public void An_expression_that_would_take_for_ever_elsewhere_takes_no_time() =>
        Assert.True(Matches("asPath: '^(([0-9]+ ?)+)+$'", path: string.Join(' ', Enumerable.Repeat("4200000000", 200)))
            && !Matches("asPath: '^(([0-9]+ ?)+)+x$'", path: string.Join(' ', Enumerable.Repeat("4200000000", 200))));

    [Theory]
    [InlineData("med: 5", 5u, null, true)]
    [InlineData("med: 5", 6u, null, false)]
    [InlineData("med: 0", null, null, false)]
    [InlineData("localPreference: 100", null, 100u, true)]
    [InlineData("localPreference: 100", null, 200u, false)]
    [InlineData("localPreference: 100", null, null, false)]
    [InlineData("med: 5, localPreference: 100", 5u, 100u, true)]
    [InlineData("med: 5, localPreference: 100", 5u, 101u, false)]
    public void Numbers_must_be_equal_and_there(string condition, uint? med, uint? localPreference, bool matches) =>
        Assert.Equal(matches, Matches(condition, attributes: new PathAttributes { Med = med, LocalPref = localPreference }));

    [Theory]
    [InlineData("eBGP", false, true)]
    [InlineData("eBGP", true, false)]
    [InlineData("iBGP", false, false)]
    [InlineData("iBGP", true, true)]
    public void A_rule_may_be_for_one_kind_of_peer(string type, bool isInternal, bool counts) =>
        Assert.Equal(counts, Import($"{{ importV4: [{{ peerType: {type}, action: Reject }}] }}", isInternal) is not null);

    [Fact]
    public void The_first_rule_that_matches_decides_and_the_filters_follow_one_another()
    {
        List<string> problems = [];
        IFilter filter = new FilterCompiler(Of(
            Filter("a", "{ importV4: [{ cidr: 10.1.0.0/16, matchOperator: In, action: Accept }, { cidr: 10.0.0.0/8, matchOperator: In, action: Reject }] }"),
            Filter("b", "{ importV4: [{ cidr: 10.0.0.0/8, matchOperator: In, action: Accept }, { cidr: 11.0.0.0/8, matchOperator: Equal, action: Accept }] }")))
            .Compile(["a", "b"], import: true, isInternal: false, problems)!;
        Assert.Empty(problems);
        Assert.Equal(new FilterVerdict(true, "a, rule 1"), filter.Judge(Prefix.Parse("10.1.2.0/24"), new PathAttributes()));
        Assert.Equal(new FilterVerdict(false, "a, rule 2"), filter.Judge(Prefix.Parse("10.2.0.0/16"), new PathAttributes()));
        Assert.Equal(new FilterVerdict(true, "b, rule 2"), filter.Judge(Prefix.Parse("11.0.0.0/8"), new PathAttributes()));
        Assert.Equal(new FilterVerdict(false, null), filter.Judge(Prefix.Parse("12.0.0.0/8"), new PathAttributes()));
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("cidr: 10.0.0.0/8, matchOperator: In", true, false)]
    [InlineData("communities: { values: ['64512:1'] }", false, true)]
    [InlineData("asPathPrefix: [65001]", false, true)]
    [InlineData("asPath: '65001'", false, true)]
    [InlineData("med: 0", false, true)]
    [InlineData("localPreference: 0", false, true)]
    [InlineData("cidr: 10.0.0.0/8, matchOperator: In, med: 1", true, true)]
    public void A_filter_says_what_it_looks_at(string condition, bool prefix, bool attributes)
    {
        IFilter filter = Import($"{{ importV4: [{Rule(condition)}] }}")!;
        Assert.Equal((prefix, attributes), (filter.TestsPrefix, filter.TestsAttributes));
    }

    [Fact]
    public void Peers_with_the_same_filters_share_one()
    {
        var compiler = new FilterCompiler(Of(Filter("a", "{ importV4: [{ action: Accept }] }"), Filter("b", "{ importV4: [{ action: Accept }] }")));
        IFilter? a = compiler.Compile(["a"], import: true, isInternal: false, []);
        Assert.Same(a, compiler.Compile(["a"], import: true, isInternal: false, []));
        Assert.NotSame(a, compiler.Compile(["b"], import: true, isInternal: false, []));
        Assert.NotEqual(compiler.Compile(["a", "b"], true, false, []), compiler.Compile(["b", "a"], true, false, []));
        Assert.NotEqual(a, CompiledFilter.RefuseAll);
        Assert.NotEqual<IFilter>(new CompiledFilter([]), CompiledFilter.RefuseAll);
    }

    [Fact]
    public void No_names_and_no_rules_are_no_filter()
    {
        Assert.Null(new FilterCompiler(Of()).Compile([], import: true, isInternal: false, []));
        Assert.Null(Import("{ exportV4: [{ action: Reject }] }"));
    }

    private static bool Matches(string condition, string prefix = "10.0.0.0/8", PathAttributes? attributes = null, string path = "") =>
        Import($"{{ importV4: [{Rule(condition)}] }}")!.Judge(Prefix.Parse(prefix), (attributes ?? new PathAttributes()) with { AsPath = Path(path) }).Rule is not null;

    private static string Rule(string condition) => condition.Length == 0 ? "{ action: Accept }" : $"{{ {condition}, action: Accept }}";

    private static IFilter? Import(string spec, bool isInternal = false)
    {
        List<string> problems = [];
        IFilter? filter = new FilterCompiler(Of(Filter("f", spec))).Compile(["f"], import: true, isInternal, problems);
        Assert.Empty(problems);
        return filter;
    }

    /// <summary>A path from the text that it shows itself as.</summary>
    private static AsPath Path(string text) => new([.. Segments(text)]);

    private static IEnumerable<AsPathSegment> Segments(string text)
    {
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(text, @"[0-9][0-9 ]*|[({\[][0-9 ,]+"))
        {
            AsPathSegmentType type = match.Value[0] switch
            {
                '{' => AsPathSegmentType.Set,
                '(' => AsPathSegmentType.ConfederationSequence,
                '[' => AsPathSegmentType.ConfederationSet,
                _ => AsPathSegmentType.Sequence,
            };
            yield return new AsPathSegment(type, [.. match.Value.Trim('{', '(', '[', ' ').Split(' ', ',').Select(number => new AsNumber(uint.Parse(number, null)))]);
        }
    }
}
