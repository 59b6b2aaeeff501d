using BgpNode.Datastore.Selectors;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Datastore;

public class SelectorTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["rack"] = "a-12", ["role"] = "leaf", ["kubernetes.io/os"] = "linux" };

    [Theory]
    [InlineData("", true)]
    [InlineData("all()", true)]
    [InlineData("global()", true)]
    [InlineData("!all()", false)]
    [InlineData("has(rack)", true)]
    [InlineData("has( kubernetes.io/os )", true)]
    [InlineData("!has(zone)", true)]
    [InlineData("role == 'leaf'", true)]
    [InlineData("role==\"leaf\"", true)]
    [InlineData("role == 'spine'", false)]
    [InlineData("role != 'spine'", true)]
    [InlineData("zone != 'x'", true)] // a label that is missing differs
    [InlineData("zone == 'x'", false)]
    [InlineData("role in {'leaf', 'spine'}", true)]
    [InlineData("role in {}", false)]
    [InlineData("role not in {'leaf'}", false)]
    [InlineData("zone not in {'leaf'}", true)]
    [InlineData("zone in {'leaf'}", false)]
    [InlineData("rack contains '-1'", true)]
    [InlineData("rack starts with 'a-'", true)]
    [InlineData("rack ends with '12'", true)]
    [InlineData("zone contains ''", false)]
    [InlineData("role == 'leaf' && rack == 'b' || has(kubernetes.io/os)", true)] // && binds tighter
    [InlineData("role == 'leaf' && (rack == 'b' || has(zone))", false)]
    [InlineData("!!has(rack)", true)]
    [InlineData("!(role == 'leaf' && has(rack))", false)]
    public void A_selector_selects(string text, bool selected)
    {
        Assert.True(Selector.TryParse(text, out Selector? selector, out SelectorProblem? problem), problem?.Message);
        Assert.Equal(selected, selector.Evaluate(Labels));
    }

    [Theory]
    [InlineData("role = 'leaf'", 6)]
    [InlineData("role == leaf", 9)]
    [InlineData("role == 'leaf", 9)]
    [InlineData("role", 5)]
    [InlineData("role == 'a' &&", 15)]
    [InlineData("role == 'a' role == 'b'", 13)]
    [InlineData("(role == 'a'", 13)]
    [InlineData("has(", 5)]
    [InlineData("has(role", 9)]
    [InlineData("all(", 5)]
    [InlineData("role in 'a'", 9)]
    [InlineData("role in {'a' 'b'}", 14)]
    [InlineData("&& role == 'a'", 1)]
    [InlineData("role == 'a'\n", 12)]
    public void A_wrong_selector_says_where(string text, int column)
    {
        Assert.False(Selector.TryParse(text, out _, out SelectorProblem? problem));
        Assert.Equal(column, problem.Column);
    }

    [Fact]
    public void Any_text_is_a_selector_or_a_problem() =>
        Words.Text(40, "(", ")", "!", "&&", "||", "a", "'b'", "\"", "==", "!=", "in", "not in", "{", "}", ",", "has(", "all()", " ", "starts with", "\0")
            .Sample(text => Selector.TryParse(text, out Selector? selector, out SelectorProblem? problem)
                ? selector.Evaluate(Labels) || true
                : problem.Column >= 1 && problem.Column <= text.Length + 1);

    [Fact]
    public void Parentheses_end_before_the_stack_does()
    {
        Assert.False(Selector.TryParse(new string('(', 100_000) + "all()", out _, out SelectorProblem? problem));
        Assert.Contains("parentheses", problem.Message, StringComparison.Ordinal);
    }
}
