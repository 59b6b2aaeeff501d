namespace BgpNode.Options;

/// <summary>Text, a number or a word. <see cref="IsNull"/> for nothing, <c>~</c> and <c>null</c> without quotes.</summary>
internal sealed record YamlText(int Line, int Column, string Text, bool IsPlain) : YamlValue(Line, Column)
{
    public bool IsNull => IsPlain && Text is ("" or "~" or "null" or "Null" or "NULL");

    public override string Shape => IsNull ? "nothing" : "a single value";
}
