using System.Net.Sockets;
using BgpNode.Conformance.Lab.Raw;

namespace BgpNode.Conformance.Rfc.Lab;

/// <summary>A neighbour that makes mistakes by chance: the same ones for the same random numbers.</summary>
internal sealed class Fuzzer(RfcLab lab, LabPeer peer, Random random)
{
    private const int Storm = 20;
    private const int InARound = 100;

    /// <summary>The prefixes are out of the way of the tests' own.</summary>
    private static readonly byte[][] Seeds =
    [
        OpenBytes.Of(peer: LabPeer.External),
        BgpBytes.Message(BgpBytes.Keepalive),
        BgpBytes.Message(5, 0, 1, 0, 1),
        UpdateBytes.Withdraw("30.1.0.0/16"),
        UpdateBytes.Announce("30.1.0.0/16", [.. UpdateBytes.Mandatory(LabPeer.External), .. UpdateBytes.Med(5), .. UpdateBytes.Attribute(UpdateBytes.OptionalTransitive, 8, 0xfd, 0xe8, 0, 1)]),
        UpdateBytes.Announce("30.2.0.0/15", [.. UpdateBytes.Mandatory(LabPeer.External), .. UpdateBytes.Attribute(UpdateBytes.OptionalTransitive, 32, new byte[24]), .. UpdateBytes.Attribute(UpdateBytes.OptionalTransitive, 7, new byte[8])]),
        UpdateBytes.Update([], [.. UpdateBytes.Igp, .. UpdateBytes.Path(65011, 65100), .. UpdateBytes.Reach("2001:db8:30::/48", "fd00:9::99")], []),
        UpdateBytes.Update([], UpdateBytes.Unreach("2001:db8:30::/48"), []),
    ];

    public int Connections { get; private set; }

    public int Sessions { get; private set; }

    /// <summary>Up to so many inputs; returns how many they were.</summary>
    public Task<int> RoundAsync(int most) => random.Next(10) == 0 ? StormAsync(Math.Min(most, Storm)) : TalkAsync(Math.Min(most, InARound));

    // Connections that say half of something, or nothing, all at once.
    private async Task<int> StormAsync(int count)
    {
        List<RfcPeer> open = [];
        for (int i = 0; i < count; i++)
        {
            RfcPeer connection = await lab.ConnectAsync(peer);
            open.Add(connection);
            Connections++;
            byte[] message = Mutated();
            await TrySendAsync(connection, message[..random.Next(message.Length)]);
        }

        foreach (RfcPeer connection in open)
        {
            await connection.DisposeAsync();
        }

        return count;
    }

    // Messages one after the other, on new connections when the last has ended.
    private async Task<int> TalkAsync(int count)
    {
        int sent = 0;
        while (sent < count)
        {
            await using RfcPeer connection = await lab.ConnectAsync(peer);
            Connections++;
            if (random.Next(8) != 0)
            {
                await connection.EstablishAsync(OpenBytes.Of(peer));
                Sessions++;
            }

            while (sent < count && connection.IsUp)
            {
                sent++;
                byte[] message = Mutated();
                if (!await TrySendAsync(connection, random.Next(4) == 0 ? message : Framed(message)))
                {
                    break;
                }
            }
        }

        return sent;
    }

    // Whole or in pieces.
    private async Task<bool> TrySendAsync(RfcPeer connection, byte[] bytes)
    {
        try
        {
            foreach (byte[] piece in bytes.Chunk(random.Next(3) == 0 ? random.Next(1, 9) : Math.Max(bytes.Length, 1)))
            {
                await connection.SendAsync(piece);
            }

            return true;
        }
        catch (SocketException)
        {
            return false; // the daemon has had enough
        }
    }

    private byte[] Mutated()
    {
        List<byte> bytes = [.. Seeds[random.Next(Seeds.Length)]];
        for (int changes = random.Next(4); changes > 0; changes--)
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

        return [.. bytes];
    }

    // With a right header, so that what is inside is looked at.
    private static byte[] Framed(byte[] message) =>
        message.Length < 19 ? message : BgpBytes.Message(message[18] is >= 1 and <= 5 ? message[18] : BgpBytes.Update, message.AsSpan(19));
}
