using System.Diagnostics.CodeAnalysis;
using BgpNode.Net;

namespace BgpNode.Control;

/// <summary>What an explanation is asked about: an address (the longest match answers) or one prefix exactly.</summary>
public sealed record ExplainTarget
{
    private ExplainTarget(string text, Prefix prefix, bool isAddress)
    {
        Text = text;
        Prefix = prefix;
        IsAddress = isAddress;
    }

    /// <summary>As it was asked.</summary>
    public string Text { get; }

    /// <summary>The prefix, or the host prefix of the address.</summary>
    public Prefix Prefix { get; }

    public bool IsAddress { get; }

    /// <summary>Reads an address or a prefix, both in the strict forms of <c>BgpNode.Net</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ExplainTarget? target, [NotNullWhen(false)] out string? problem)
    {
        target = null;
        problem = null;
        if (text.Contains('/', StringComparison.Ordinal))
        {
            if (Prefix.TryParse(text, out Prefix prefix, out string? why))
            {
                target = new ExplainTarget(text, prefix, isAddress: false);
            }
            else
            {
                problem = why ?? $"'{text}' is not a prefix";
            }
        }
        else if (Address.TryParse(text, out Address address))
        {
            target = new ExplainTarget(text, Prefix.Host(address), isAddress: true);
        }
        else
        {
            problem = $"'{text}' is neither an address nor a prefix; write 10.65.0.2, 10.65.0.0/26 or 2001:db8::1";
        }

        return target is not null;
    }
}
