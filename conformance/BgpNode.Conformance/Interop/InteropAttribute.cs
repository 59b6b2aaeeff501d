using Xunit.v3;

namespace BgpNode.Conformance.Interop;

/// <summary>The row of the matrix that a test fills; becomes the trait "Interop". The column is the implementation in the test's name.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class InteropAttribute(string feature) : Attribute, ITraitAttribute
{
    public string Feature { get; } = feature;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Interop", Feature)];
}
