using System.Net.Sockets;

namespace BgpNode.Conformance.Rfc.Lab;

/// <summary>A neighbour that makes mistakes by chance, one connection after the other or many at once.</summary>
internal sealed class Fuzzer(RfcLab lab, LabPeer peer, Random random)
{
    private const int Storm = 20;
    private const int InARound = 250;
    private const int Flood = 500;

    /// <summary>Time for the daemon to end the session over a mistake, so that what follows is not said to a closed door.</summary>
    private static readonly TimeSpan Answer = TimeSpan.FromMilliseconds(1);

    private readonly FuzzMessages _messages = new(peer, random);

    public int Connections { get; private set; }

    public int Sessions { get; private set; }

    /// <summary>Up to so many inputs; returns how many they were.</summary>
    public Task<int> RoundAsync(int most) => random.Next(20) switch
    {
        0 => StormAsync(Math.Min(most, Storm), speaks: true),
        1 => StormAsync(Math.Min(most, Storm), speaks: false),
        2 or 3 => FloodAsync(Math.Min(most, Flood)),
        _ => TalkAsync(Math.Min(most, InARound)),
    };

    // Connections all at once that say half of something, or nothing; half of them go without a farewell.
    private async Task<int> StormAsync(int count, bool speaks)
    {
        List<RfcPeer> open = [];
        for (int i = 0; i < count; i++)
        {
            RfcPeer connection = await lab.ConnectAsync(peer);
            open.Add(connection);
            Connections++;
            if (speaks)
            {
                byte[] message = _messages.First();
                await TrySendAsync(connection, message[..random.Next(message.Length)]);
            }
        }

        foreach (RfcPeer connection in open)
        {
            if (random.Next(2) == 0)
            {
                connection.Abort();
            }

            await connection.DisposeAsync();
        }

        return count;
    }

    // Right messages in one write, as fast as the daemon takes them.
    private async Task<int> FloodAsync(int count)
    {
        await using RfcPeer connection = await EstablishAsync();
        byte[] messages = [.. Enumerable.Range(0, count).SelectMany(_ => _messages.Right())];
        await TrySendAsync(connection, messages);
        if (random.Next(2) == 0)
        {
            connection.Abort(); // while the daemon may still be reading
        }

        return count;
    }

    // Messages one after the other, on new connections when the last has ended.
    private async Task<int> TalkAsync(int count)
    {
        int sent = 0;
        while (sent < count)
        {
            if (random.Next(8) == 0)
            {
                await using RfcPeer early = await lab.ConnectAsync(peer);
                Connections++;
                sent++;
                await TrySendAsync(early, _messages.First());
                continue;
            }

            await using RfcPeer connection = await EstablishAsync();
            while (sent < count && connection.IsUp && await TrySendAsync(connection, _messages.Next()))
            {
                sent++;
                await Task.Delay(Answer, TimeProvider.System);
            }
        }

        return sent;
    }

    private async Task<RfcPeer> EstablishAsync()
    {
        RfcPeer connection = await lab.EstablishAsync(peer);
        Connections++;
        Sessions++;
        return connection;
    }

    // Whole or in pieces.
    private async Task<bool> TrySendAsync(RfcPeer connection, byte[] bytes)
    {
        try
        {
            foreach (byte[] piece in bytes.Chunk(random.Next(6) == 0 ? random.Next(1, 30) : Math.Max(bytes.Length, 1)))
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
}
