using System.Text.RegularExpressions;

namespace BgpNode.Datastore.Resources;

/// <summary>A filter's <c>asPath</c>: a regular expression over the path as text, in which <c>_</c> is a gap or an end, as on routers.</summary>
public static class AsPathPattern
{
    // What stands between numbers: spaces, and the brackets and commas of sets and confederations.
    private const string Gap = @"(?:^|[ ,{}()\[\]]|$)";

    /// <summary>Makes it ready to match in linear time, whatever path a neighbour sends.</summary>
    /// <exception cref="RegexParseException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It uses look-arounds, backreferences or atomic groups.</exception>
    public static Regex Compile(string pattern) => new(
        pattern.Replace("_", Gap, StringComparison.Ordinal), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
