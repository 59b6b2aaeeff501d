namespace BgpNode.Cli.Output;

/// <summary>Text from outside (a neighbour's shutdown message, a description) as a terminal may safely show it.</summary>
internal static class Plain
{
    /// <summary>Control characters, which could move the cursor or hide lines, become U+FFFD.</summary>
    public static string Text(string text) => text.Any(IsUnsafe)
        ? string.Create(text.Length, text, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = IsUnsafe(source[i]) ? '\ufffd' : source[i];
            }
        })
        : text;

    /// <summary>C0, DEL and C1, and the marks that turn the direction of what follows.</summary>
    private static bool IsUnsafe(char c) => char.IsControl(c) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
