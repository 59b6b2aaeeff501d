namespace BgpNode.Datastore.Selectors;

/// <summary>
/// Recursive descent, one method per level of the grammar: or, and, operation. Blanks are spaces and tabs only, as in
/// Calico, so that a text we accept is one that Calico accepts.
/// </summary>
internal sealed class SelectorParser(string text)
{
    private const int MaxDepth = 64;

    private int _at;
    private int _depth;

    public SelectorProblem? Problem { get; private set; }

    /// <summary>The whole text, or null with <see cref="Problem"/> set.</summary>
    public Expression? Parse()
    {
        SkipBlanks();
        if (_at == text.Length)
        {
            return new Expression.Always();
        }

        Expression? root = Or();
        return root is not null && _at < text.Length ? Fail("expected &&, || or the end") : root;
    }

    private Expression? Or() => Chain("||", And, terms => new Expression.Or(terms));

    private Expression? And() => Chain("&&", Operation, terms => new Expression.And(terms));

    private Expression? Chain(string operation, Func<Expression?> read, Func<IReadOnlyList<Expression>, Expression> join)
    {
        var terms = new List<Expression>();
        do
        {
            if (read() is not { } term)
            {
                return null;
            }

            terms.Add(term);
        }
        while (Take(operation));
        return terms.Count == 1 ? terms[0] : join(terms);
    }

    private Expression? Operation()
    {
        bool negated = false;
        while (_at < text.Length && text[_at] == '!')
        {
            negated = !negated;
            _at++;
            SkipBlanks();
        }

        Expression? operation = Take("(") ? Parenthesis()
            : Take("has(") ? Has()
            : Take("all(") || Take("global(") ? Closed(new Expression.Always())
            : LabelTest();
        return negated && operation is not null ? new Expression.Not(operation) : operation;
    }

    private Expression? Parenthesis()
    {
        if (++_depth > MaxDepth)
        {
            return Fail($"more than {MaxDepth} parentheses inside one another");
        }

        Expression? inner = Or();
        _depth--;
        return inner is null ? null : Closed(inner);
    }

    private Expression? Has() => Label() is { } label ? Closed(new Expression.Has(label)) : Fail("expected a label's name");

    private Expression? Closed(Expression inner) => Take(")") ? inner : Fail("expected )");

    private Expression? LabelTest()
    {
        if (Label() is not { } label)
        {
            return Fail(_at == text.Length
                ? "the selector ends where a test was expected"
                : "expected a label's name, has(...), all(), ! or (");
        }

        return Take("==") ? Compare(label, Comparison.Equal)
            : Take("!=") ? Compare(label, Comparison.NotEqual)
            : Take("contains") ? Compare(label, Comparison.Contains)
            : TakeTwo("starts", "with") ? Compare(label, Comparison.StartsWith)
            : TakeTwo("ends", "with") ? Compare(label, Comparison.EndsWith)
            : TakeTwo("not", "in") ? Set(label) is { } excluded ? new Expression.Not(excluded) : null
            : Take("in") ? Set(label)
            : Fail($"expected a test after '{label}': ==, !=, in, not in, contains, starts with or ends with");
    }

    private Expression.Test? Compare(string label, Comparison comparison) =>
        Literal() is { } value ? new Expression.Test(label, comparison, value) : null;

    private Expression? Set(string label)
    {
        if (!Take("{"))
        {
            return Fail("expected { and a list of quoted texts");
        }

        var values = new HashSet<string>();
        while (_at < text.Length && text[_at] is '\'' or '"')
        {
            if (Literal() is not { } value)
            {
                return null;
            }

            values.Add(value);
            if (!Take(","))
            {
                break;
            }
        }

        return Take("}") ? new Expression.In(label, values) : Fail("expected a quoted text or }");
    }

    private string? Literal()
    {
        if (_at == text.Length || text[_at] is not ('\'' or '"'))
        {
            Fail("expected a text in quotes");
            return null;
        }

        int end = text.IndexOf(text[_at], _at + 1);
        if (end < 0)
        {
            Fail("this quote is never closed");
            return null;
        }

        string value = text[(_at + 1)..end];
        _at = end + 1;
        SkipBlanks();
        return value;
    }

    private string? Label()
    {
        int start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '.' or '/' or '-'))
        {
            _at++;
        }

        string label = text[start.._at];
        SkipBlanks();
        return label.Length > 0 ? label : null;
    }

    private bool Take(string word)
    {
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
        {
            return false;
        }

        _at += word.Length;
        SkipBlanks();
        return true;
    }

    private bool TakeTwo(string first, string second)
    {
        int start = _at;
        if (Take(first) && Take(second))
        {
            return true;
        }

        _at = start;
        return false;
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t')
        {
            _at++;
        }
    }

    private Expression? Fail(string message)
    {
        Problem ??= new SelectorProblem(_at + 1, message);
        return null;
    }
}
