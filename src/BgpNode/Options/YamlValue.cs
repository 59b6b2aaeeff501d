namespace BgpNode.Options;

/// <summary>A node of a YAML document, with where it begins (both from 1).</summary>
internal abstract record YamlValue(int Line, int Column)
{
    /// <summary>The words people use for this shape.</summary>
    public abstract string Shape { get; }
}
