using Xunit.v3;

namespace BgpNode.TestKit;

/// <summary>The RFC section whose rule a test holds, for example <c>[Rfc(4271, "6.2")]</c>; becomes the trait "RFC".</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class RfcAttribute(int number, string section) : Attribute, ITraitAttribute
{
    public int Number { get; } = number;

    public string Section { get; } = section;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [new("RFC", $"{Number} §{Section}")];
}
