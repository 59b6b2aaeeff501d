using System.Buffers.Binary;
using BgpNode.Conformance.Lab.Raw;

namespace BgpNode.Conformance.Rfc.Lab;

/// <summary>
/// Messages that are wrong by chance: right ones with some octets changed, and ones made of parts that are right in
/// themselves and do not belong together. The same for the same random numbers.
/// </summary>
internal sealed class FuzzMessages(LabPeer peer, Random random)
{
    private const int LongestValue = 40;

    /// <summary>Types of attributes that somebody has a use for, known to the daemon or not.</summary>
    private static readonly byte[] Types = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 15, 16, 17, 18, 22, 23, 25, 26, 29, 32, 34, 35, 40, 128, 200];

    /// <summary>The prefixes are out of the way of those whose fate is watched.</summary>
    private readonly byte[][] _right =
    [
        BgpBytes.Message(BgpBytes.Keepalive),
        BgpBytes.Message(5, 0, 1, 0, 1),
        UpdateBytes.Withdraw("30.1.0.0/16"),
        UpdateBytes.Announce("30.1.0.0/16", [.. UpdateBytes.Mandatory(peer), .. UpdateBytes.Med(5), .. UpdateBytes.Attribute(UpdateBytes.OptionalTransitive, 8, 0xfd, 0xe8, 0, 1)]),
        UpdateBytes.Announce("30.2.0.0/15", [.. UpdateBytes.Mandatory(peer), .. UpdateBytes.Attribute(UpdateBytes.OptionalTransitive, 32, new byte[24]), .. UpdateBytes.Attribute(UpdateBytes.OptionalTransitive, 7, new byte[8])]),
        UpdateBytes.Update([], [.. UpdateBytes.Igp, .. UpdateBytes.Path(peer.As, 65100), .. UpdateBytes.Reach("2001:db8:30::/48", "fd00:9::99")], []),
        UpdateBytes.Update([], UpdateBytes.Unreach("2001:db8:30::/48"), []),
    ];

    /// <summary>Something to begin a connection with.</summary>
    public byte[] First() => random.Next(4) switch
    {
        0 => Mutated(OpenBytes.Of(peer)),
        1 => Mutated(_right[random.Next(_right.Length)]),
        2 => Octets(random.Next(1, 200)),
        _ => OpenBytes.With(peer, OpenBytes.Parameter(Capabilities()), hold: (ushort)random.Next(300)),
    };

    /// <summary>Something to say in a session; most of it leaves the session up.</summary>
    public byte[] Next() => random.Next(20) switch
    {
        < 7 => Mutated(_right[random.Next(_right.Length)]),
        < 15 => UpdateBytes.Announce(Prefix(), [.. UpdateBytes.Mandatory(peer), .. Attributes()]),
        < 17 => UpdateBytes.Update(random.Next(2) == 0 ? [] : Nlri(), [.. UpdateBytes.Mandatory(peer), .. Attributes()], Nlri()),
        < 18 => UpdateBytes.Update([], Attributes(), []),
        < 19 => BgpBytes.Message(5, Octets(4)),
        _ => BgpBytes.Message((byte)random.Next(1, 7), Octets(random.Next(64))),
    };

    /// <summary>A right UPDATE for one of a few prefixes.</summary>
    public byte[] Right() => random.Next(3) == 0
        ? UpdateBytes.Withdraw(Prefix())
        : UpdateBytes.Announce(Prefix(), [.. UpdateBytes.Mandatory(peer), .. UpdateBytes.Med((uint)random.Next(4))]);

    private string Prefix() => $"30.{random.Next(4)}.{random.Next(256)}.0/24";

    // Attributes whose lengths fit, so that each one is looked at; now and then one that runs off the end.
    private byte[] Attributes()
    {
        List<byte> bytes = [];
        for (int count = random.Next(6); count > 0; count--)
        {
            byte type = Types[random.Next(Types.Length)];
            byte flags = random.Next(4) == 0 ? (byte)(random.Next(16) << 4) : FlagsOf(type);
            bytes.AddRange(UpdateBytes.Attribute(flags, type, Value(type)));
        }

        if (random.Next(30) == 0)
        {
            bytes.AddRange(Octets(3));
        }

        return [.. bytes];
    }

    private static byte FlagsOf(byte type) => type switch
    {
        1 or 2 or 3 or 5 or 6 => UpdateBytes.WellKnown,
        4 or 9 or 10 or 14 or 15 or 26 => UpdateBytes.Optional,
        _ => UpdateBytes.OptionalTransitive,
    };

    private byte[] Value(byte type) => random.Next(3) == 0
        ? Octets(random.Next(LongestValue))
        : type switch
        {
            1 => Octets(1),
            2 or 17 => [.. Enumerable.Range(0, random.Next(3)).SelectMany(_ => UpdateBytes.Segment((byte)random.Next(1, 5), [.. Enumerable.Range(0, random.Next(5)).Select(_ => (uint)random.Next())]))],
            8 => Octets(4 * random.Next(5)),
            10 => Octets(4 * random.Next(5)),
            14 => [0, (byte)random.Next(3), 1, 16, .. Octets(16), 0, .. Nlri()],
            15 => [0, (byte)random.Next(3), 1, .. Nlri()],
            16 => Octets(8 * random.Next(4)),
            32 => Octets(12 * random.Next(4)),
            7 or 18 => Octets(8),
            6 => [],
            _ => Octets(4),
        };

    // Prefixes of all lengths one after the other, which may run off the end.
    private byte[] Nlri()
    {
        List<byte> bytes = [];
        for (int count = random.Next(8); count > 0; count--)
        {
            int length = random.Next(40) == 0 ? random.Next(256) : random.Next(33);
            bytes.Add((byte)length);
            byte[] address = [(byte)random.Next(31, 200), .. Octets(32)];
            bytes.AddRange(address.AsSpan(0, (Math.Min(length, 128) + 7) / 8));
        }

        return [.. bytes];
    }

    private byte[] Capabilities()
    {
        List<byte> bytes = [];
        while (bytes.Count < 200 && random.Next(8) != 0)
        {
            bytes.AddRange(random.Next(3) switch
            {
                0 => OpenBytes.Capability((byte)random.Next(80), Octets(random.Next(12))),
                1 => OpenBytes.FourOctetAs(peer.As),
                _ => OpenBytes.Capability(1, 0, (byte)random.Next(1, 4), 0, (byte)random.Next(1, 3)),
            });
        }

        return [.. bytes];
    }

    private byte[] Mutated(byte[] message)
    {
        List<byte> bytes = [.. message];
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2 when bytes.Count > 20:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 16))));
                    break;
            }
        }

        return random.Next(4) == 0 ? [.. bytes] : Framed([.. bytes]);
    }

    // With a right marker and length, so that what is inside is looked at.
    private static byte[] Framed(byte[] message)
    {
        if (message.Length < 19)
        {
            return message;
        }

        message.AsSpan(0, 16).Fill(0xff);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(16), (ushort)message.Length);
        return message;
    }

    private byte[] Octets(int count)
    {
        byte[] octets = new byte[count];
        random.NextBytes(octets);
        return octets;
    }
}
