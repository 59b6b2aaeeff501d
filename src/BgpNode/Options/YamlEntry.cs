namespace BgpNode.Options;

/// <summary>A key with where it stands, and its value.</summary>
internal sealed record YamlEntry(int Line, int Column, string Key, YamlValue Value);
