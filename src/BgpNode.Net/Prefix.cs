namespace BgpNode.Net;

/// <summary>
/// An IPv4 or IPv6 prefix as a value. Host bits are always zero: the constructor clears them (RFC 4271 §4.3 calls
/// trailing bits irrelevant), the parser refuses them, because a person who typed them meant something else.
/// </summary>
public readonly record struct Prefix : IComparable<Prefix>
{
    public Prefix(Address address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)address.Family.AddressBits(), nameof(length));
        Address = new Address(address.Family, address.Bits & Mask(address.Family, length));
        Length = (byte)length;
    }

    private Prefix(Address network, byte length) => (Address, Length) = (network, length);

    /// <summary>The network address.</summary>
    public Address Address { get; }

    /// <summary>Leading bits that count: 0 to 32, or 0 to 128.</summary>
    public byte Length { get; }

    public Family Family => Address.Family;

    /// <summary>Whether it is one address: /32 or /128.</summary>
    public bool IsHost => Length == Family.AddressBits();

    /// <summary>The prefix of an address that is known to have no host bits: for hot paths.</summary>
    internal static Prefix OfNetwork(Address network, byte length) => new(network, length);

    /// <summary>The /32 or /128 of an address.</summary>
    public static Prefix Host(Address address) => new(address, address.Family.AddressBits());

    public bool Contains(Address address) =>
        address.Family == Family && (address.Bits & Mask(Family, Length)) == Address.Bits;

    /// <summary>Whether the other prefix is this one or a part of it.</summary>
    public bool Contains(Prefix other) => other.Length >= Length && Contains(other.Address);

    /// <summary>
    /// Strict text: <c>address/length</c>, no host bits, no octal, no short forms, length without leading zeros.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Prefix prefix)
    {
        prefix = default;
        if (!TrySplit(text, out Address address, out int length))
        {
            return false;
        }

        prefix = new Prefix(address, length);
        return prefix.Address == address;
    }

    /// <summary>As <see cref="TryParse(ReadOnlySpan{char}, out Prefix)"/>, but a text that is only wrong in its host bits is told apart, for a better message.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="prefix">The prefix that was meant when only host bits are set.</param>
    /// <param name="problem">What is wrong with it, in a sentence without a full stop.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out Prefix prefix, out string? problem)
    {
        if (TryParse(text, out prefix))
        {
            problem = null;
            return true;
        }

        if (TrySplit(text, out Address address, out int length))
        {
            prefix = new Prefix(address, length);
            problem = $"'{text}' has host bits set; write {prefix} for the network or {Host(address)} for the address";
            return false;
        }

        problem = Address.TryParse(text, out address)
            ? $"'{text}' has no length; write {Host(address)} for the address alone"
            : $"'{text}' is not a prefix; write it as 10.65.0.0/26 or fd00:65::/122";
        return false;
    }

    public static Prefix Parse(string text) =>
        TryParse(text, out Prefix prefix, out string? problem) ? prefix : throw new FormatException(problem);

    private static bool TrySplit(ReadOnlySpan<char> text, out Address address, out int length)
    {
        address = default;
        length = 0;
        int slash = text.IndexOf('/');
        if (slash < 0 || !Address.TryParse(text[..slash], out address))
        {
            return false;
        }

        ReadOnlySpan<char> digits = text[(slash + 1)..];
        if (digits.Length is 0 or > 3 || (digits.Length > 1 && digits[0] == '0'))
        {
            return false;
        }

        foreach (char digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            length = (length * 10) + (digit - '0');
        }

        return length <= address.Family.AddressBits();
    }

    private static UInt128 Mask(Family family, int length) => family == Family.IPv4
        ? length == 0 ? UInt128.Zero : uint.MaxValue << (32 - length)
        : length == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - length);

    /// <summary>By family, then address, then the shorter length first: the order in which tables are shown.</summary>
    public int CompareTo(Prefix other)
    {
        int byAddress = Address.CompareTo(other.Address);
        return byAddress != 0 ? byAddress : Length.CompareTo(other.Length);
    }

    public static bool operator <(Prefix left, Prefix right) => left.CompareTo(right) < 0;

    public static bool operator >(Prefix left, Prefix right) => left.CompareTo(right) > 0;

    public static bool operator <=(Prefix left, Prefix right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Prefix left, Prefix right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Address}/{Length}";
}
