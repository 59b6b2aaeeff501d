using System.Globalization;
using System.Text.RegularExpressions;
using BgpNode.Net;

namespace BgpNode.Datastore.Resources.Reading;

/// <summary>How each kind of scalar is read, strictly, with the words for what is wrong.</summary>
internal static class Scalars
{
    public static string? Address(string text, out Address value) =>
        Net.Address.TryParse(text, out value) ? null
        : Net.Prefix.TryParse(text, out _) ? $"'{text}' is a prefix; write the address alone"
        : $"'{text}' is not an IP address; write it as 10.65.0.1 or fd00:65::1";

    public static string? AddressV4(string text, out Address value) => Address(text, out value) ?? WrongFamily(text, value.Family, Family.IPv4);

    public static string? AddressV6(string text, out Address value) => Address(text, out value) ?? WrongFamily(text, value.Family, Family.IPv6);

    public static string? Prefix(string text, out Prefix value) => Net.Prefix.TryParse(text, out value, out string? problem) ? null : problem;

    public static string? PrefixV4(string text, out Prefix value) => Prefix(text, out value) ?? WrongFamily(text, value.Family, Family.IPv4);

    public static string? PrefixV6(string text, out Prefix value) => Prefix(text, out value) ?? WrongFamily(text, value.Family, Family.IPv6);

    public static string? HostPrefix(string text, out Prefix value) =>
        Prefix(text, out value) ?? (value.IsHost ? null : $"'{text}' is a network; an endpoint has addresses, /32 or /128 each");

    /// <summary>An address that may carry the length of its link's prefix: <c>10.0.0.1/24</c>.</summary>
    public static string? LinkAddress(string text, out (Address Address, byte Length) value)
    {
        value = default;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string? problem = Address(slash < 0 ? text : text[..slash], out Address address);
        if (problem is not null)
        {
            return problem;
        }

        int bits = address.Family.AddressBits();
        byte length = (byte)bits;
        if (slash >= 0 && (!byte.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bits))
        {
            return $"'{text}' has a wrong length; write {address}/{(bits == 32 ? 24 : 64)} with the length of the link's prefix";
        }

        value = (address, length);
        return null;
    }

    /// <summary>Calico's <c>peerIP</c>: <c>ip</c>, <c>v4:port</c> or <c>[v6]:port</c>.</summary>
    public static string? PeerIP(string text, out (Address Address, ushort? Port) value)
    {
        value = default;
        string address = text;
        string? port = null;
        if (text.StartsWith('['))
        {
            int close = text.IndexOf("]:", StringComparison.Ordinal);
            if (close < 0)
            {
                return $"'{text}' is not a peer; write [fd00::1]:179 for an IPv6 address with a port, and no brackets without one";
            }

            (address, port) = (text[1..close], text[(close + 2)..]);
        }
        else if (text.Count(c => c == ':') == 1)
        {
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            (address, port) = (text[..colon], text[(colon + 1)..]);
        }

        if (text.Contains('%', StringComparison.Ordinal))
        {
            return $"'{text}' names a zone; write the address alone and its link in spec.interface";
        }

        if (Address(address, out Address parsed) is { } problem)
        {
            return problem;
        }

        if (parsed.IsUnspecified || parsed.IsMulticast)
        {
            return $"'{address}' is not the address of one peer";
        }

        ushort number = 0;
        if (port is not null && (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number == 0))
        {
            return $"'{port}' is not a port; write a number from 1 to 65535";
        }

        value = (parsed, port is null ? null : number);
        return null;
    }

    public static string? AsNumber(string text, out AsNumber value) =>
        Net.AsNumber.TryParse(text, out value) ? null
        : text is "0" or "0.0" ? "AS 0 stands for no AS and cannot be used (RFC 7607); write a number from 1 to 4294967295"
        : $"'{text}' is not an AS number; write 1 to 4294967295, or '1.10' in dotted form";

    public static string? RouterId(string text, out RouterId value) =>
        Net.RouterId.TryParse(text, out value) ? null : $"'{text}' is not an identifier; write four octets such as 10.0.0.1, not 0.0.0.0";

    public static string? Mac(string text, out MacAddress value) =>
        MacAddress.TryParse(text, out value) ? null : $"'{text}' is not a MAC address; write it as ee:ee:ee:ee:ee:ee";

    public static string? Community(string text, out CommunityValue value) =>
        CommunityValue.TryParse(text, out value) ? null : $"'{text}' is not a community; write 64512:100, or 64512:1:100 for a large one";

    public static string? FamilyName(string text, out Family value)
    {
        value = text == "ipv6" ? Family.IPv6 : Family.IPv4;
        return text is "ipv4" or "ipv6" ? null : $"'{text}' is not a family; write ipv4 or ipv6";
    }

    /// <summary>A node's, filter's or profile's name inside a spec.</summary>
    public static string? Name(string text, out string value)
    {
        value = text;
        return text.Length is > 0 and <= 253 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? null
            : $"'{text}' is not a name; letters, digits, '-', '_' and '.' only";
    }

    /// <summary>A Linux interface name, at most 15 octets; <c>*</c> only where patterns are allowed.</summary>
    public static string? Interface(string text, out string value)
    {
        value = text;
        return text.Length is > 0 and <= 15 && text is not ("." or "..") && !text.Any(c => c is '/' or ':' or '*' || char.IsWhiteSpace(c) || char.IsControl(c))
            ? null
            : $"'{text}' is not an interface name; at most 15 characters, without blanks, '/' and ':'";
    }

    public static string? InterfacePattern(string text, out string value)
    {
        value = text;
        return text == "*" || Interface(text.TrimEnd('*'), out _) is null ? null : $"'{text}' is not an interface name; write eth0, or cali* for all that begin so";
    }

    public static string? Regex(string text, out string value)
    {
        value = text;
        try
        {
            _ = AsPathPattern.Compile(text);
            return null;
        }
        catch (RegexParseException error)
        {
            return $"'{text}' is not a regular expression: {error.Error} at character {error.Offset + 1}";
        }
        catch (NotSupportedException)
        {
            return $"'{text}' uses what cannot be matched in linear time; leave out look-arounds, backreferences and atomic groups";
        }
    }

    /// <summary>Text that is kept as it is, but must not be empty.</summary>
    public static string? NotEmpty(string text, out string value)
    {
        value = text;
        return text.Length > 0 ? null : "must not be empty";
    }

    private static string? WrongFamily(string text, Family found, Family want) =>
        found == want ? null : $"'{text}' is {(found == Family.IPv4 ? "IPv4" : "IPv6")}; this field is for {(want == Family.IPv4 ? "IPv4" : "IPv6")}";
}
