using System.Text.RegularExpressions;

namespace BgpNode.Options;

/// <summary>The rule for node names: Calico's, which is RFC 1123's for host names in lower case.</summary>
internal static partial class NodeName
{
    public static bool IsValid(string name) => name.Length <= 253 && Shape().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
