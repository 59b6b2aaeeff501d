using System.Diagnostics.CodeAnalysis;

namespace BgpNode.Datastore.Selectors;

/// <summary>
/// A label selector in Calico's grammar: <c>all()</c>, <c>global()</c>, <c>has(k)</c>, <c>k == 'v'</c>, <c>!=</c>,
/// <c>in {'a', 'b'}</c>, <c>not in</c>, <c>contains</c>, <c>starts with</c>, <c>ends with</c>, <c>&amp;&amp;</c>, <c>||</c>,
/// <c>!</c> and parentheses. Empty text selects everything. Two selectors are equal when their text is.
/// </summary>
public sealed class Selector : IEquatable<Selector>
{
    private readonly Expression _root;

    private Selector(string text, Expression root)
    {
        Text = text;
        _root = root;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Selects everything.</summary>
    public static Selector All { get; } = new("all()", new Expression.Always());

    /// <summary>Parses a selector.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="selector">The selector, when there is no problem.</param>
    /// <param name="problem">What is wrong and at which column.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Selector? selector, [NotNullWhen(false)] out SelectorProblem? problem)
    {
        var parser = new SelectorParser(text);
        Expression? root = parser.Parse();
        problem = root is null ? parser.Problem : null;
        selector = root is null ? null : new Selector(text, root);
        return root is not null;
    }

    /// <summary>Whether something with these labels is selected.</summary>
    public bool Evaluate(IReadOnlyDictionary<string, string> labels) => _root.Evaluate(labels);

    public bool Equals(Selector? other) => other is not null && other.Text == Text;

    public override bool Equals(object? obj) => Equals(obj as Selector);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}
