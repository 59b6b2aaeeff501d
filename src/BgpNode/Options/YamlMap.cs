namespace BgpNode.Options;

/// <summary>Keys and values in their order; a key may stand here twice, which is for the reader to judge.</summary>
internal sealed record YamlMap(int Line, int Column, IReadOnlyList<YamlEntry> Entries) : YamlValue(Line, Column)
{
    public override string Shape => "a mapping";
}
