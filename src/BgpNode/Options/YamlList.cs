namespace BgpNode.Options;

/// <summary>Values in their order.</summary>
internal sealed record YamlList(int Line, int Column, IReadOnlyList<YamlValue> Items) : YamlValue(Line, Column)
{
    public override string Shape => "a list";
}
