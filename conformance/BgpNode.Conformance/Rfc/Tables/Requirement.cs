namespace BgpNode.Conformance.Rfc.Tables;

/// <summary>Something that an RFC asks of a speaker, in words of our own.</summary>
/// <param name="Section">For example <c>7.2</c>, or <c>3 g</c> where the RFC has letters.</param>
/// <param name="Text">What is asked.</param>
/// <param name="Words">Of the section's tests those with one of these in their name hold it; without words all of them, or none where there is a gap.</param>
/// <param name="Gap">What is missing and why; null when nothing is.</param>
internal sealed record Requirement(string Section, string Text, IReadOnlyList<string> Words, string? Gap)
{
    /// <summary>A line such as <c>6.3 | a requirement | ~ word, other word | gap: why</c>; the last two may be left out.</summary>
    public static Requirement Parse(string line)
    {
        string[] parts = [.. line.Split('|', StringSplitOptions.TrimEntries)];
        string? words = parts.Skip(2).FirstOrDefault(part => part.StartsWith('~'));
        string? gap = parts.Skip(2).FirstOrDefault(part => part.StartsWith("gap:", StringComparison.Ordinal));
        return new(parts[0], parts[1], words?[1..].Split(',', StringSplitOptions.TrimEntries) ?? [], gap?[4..].Trim());
    }

    public bool IsHeldBy(RfcTest test) => Words.Count == 0 ? Gap is null : Words.Any(word => test.Name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
