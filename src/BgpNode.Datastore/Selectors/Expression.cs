namespace BgpNode.Datastore.Selectors;

/// <summary>A parsed selector. A label that is missing fails every test but <c>!=</c> and <c>not in</c>.</summary>
internal abstract record Expression
{
    public abstract bool Evaluate(IReadOnlyDictionary<string, string> labels);

    public sealed record Always : Expression
    {
        public override bool Evaluate(IReadOnlyDictionary<string, string> labels) => true;
    }

    public sealed record Has(string Label) : Expression
    {
        public override bool Evaluate(IReadOnlyDictionary<string, string> labels) => labels.ContainsKey(Label);
    }

    public sealed record Test(string Label, Comparison Comparison, string Value) : Expression
    {
        public override bool Evaluate(IReadOnlyDictionary<string, string> labels) => labels.TryGetValue(Label, out string? value)
            ? Comparison switch
            {
                Comparison.Equal => value == Value,
                Comparison.NotEqual => value != Value,
                Comparison.Contains => value.Contains(Value, StringComparison.Ordinal),
                Comparison.StartsWith => value.StartsWith(Value, StringComparison.Ordinal),
                _ => value.EndsWith(Value, StringComparison.Ordinal),
            }
            : Comparison == Comparison.NotEqual;
    }

    public sealed record In(string Label, HashSet<string> Values) : Expression
    {
        public override bool Evaluate(IReadOnlyDictionary<string, string> labels) =>
            labels.TryGetValue(Label, out string? value) && Values.Contains(value);
    }

    public sealed record Not(Expression Inner) : Expression
    {
        public override bool Evaluate(IReadOnlyDictionary<string, string> labels) => !Inner.Evaluate(labels);
    }

    public sealed record And(IReadOnlyList<Expression> Terms) : Expression
    {
        public override bool Evaluate(IReadOnlyDictionary<string, string> labels) => Terms.All(term => term.Evaluate(labels));
    }

    public sealed record Or(IReadOnlyList<Expression> Terms) : Expression
    {
        public override bool Evaluate(IReadOnlyDictionary<string, string> labels) => Terms.Any(term => term.Evaluate(labels));
    }
}
