using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Raw;

namespace BgpNode.Conformance.Differential;

/// <summary>A neighbour that writes down which path to each prefix it is sent: the best one of whoever sends it.</summary>
internal sealed class TableReader : IAsyncDisposable
{
    public const string Address = "10.98.0.99";
    public const ushort As = 65199;

    private readonly RawPeer _raw;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, string> _texts = [];
    private readonly Task _reading;
    private long _last = TimeProvider.System.GetTimestamp();

    private TableReader(RawPeer raw)
    {
        _raw = raw;
        _reading = ReadAsync();
    }

    /// <summary>Prefix (address in the high, length in the low half) to ORIGIN, AS_PATH and mark as text, one object for each.</summary>
    public Dictionary<ulong, string> Table { get; } = [];

    /// <summary>Since when no route has come.</summary>
    public TimeSpan Quiet => TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _last));

    public static async Task<TableReader> StartAsync(NetworkNamespace netns, string to) =>
        new(await RawPeer.OpenAsync(netns, Address, to, BgpBytes.OpenOf(As, hold: 180, "192.0.2.99")));

    /// <summary>Reads no more: the table stays as it is.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _raw.Abort();
        _raw.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _raw.NextAsync(_stop.Token) is { } message)
            {
                if (message.Type == BgpBytes.Keepalive)
                {
                    await _raw.SendAsync(BgpBytes.Message(BgpBytes.Keepalive));
                }
                else if (message.Type == BgpBytes.Update)
                {
                    Apply(message.Body);
                    Interlocked.Exchange(ref _last, TimeProvider.System.GetTimestamp());
                }
            }
        }
        catch (OperationCanceledException)
        {
            // asked to stop
        }
    }

    private void Apply(byte[] body)
    {
        int withdrawn = BinaryPrimitives.ReadUInt16BigEndian(body);
        foreach (ulong prefix in Prefixes(body.AsSpan(2, withdrawn)))
        {
            Table.Remove(prefix);
        }

        int attributes = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(2 + withdrawn));
        List<ulong> announced = Prefixes(body.AsSpan(4 + withdrawn + attributes));
        if (announced.Count == 0)
        {
            return;
        }

        string path = Text(body.AsSpan(4 + withdrawn, attributes));
        foreach (ulong prefix in announced)
        {
            Table[prefix] = path;
        }
    }

    private static List<ulong> Prefixes(ReadOnlySpan<byte> nlri)
    {
        List<ulong> prefixes = [];
        Span<byte> address = stackalloc byte[4];
        for (int at = 0; at < nlri.Length;)
        {
            int octets = (nlri[at] + 7) / 8;
            address.Clear();
            nlri.Slice(at + 1, octets).CopyTo(address);
            prefixes.Add(((ulong)BinaryPrimitives.ReadUInt32BigEndian(address) << 32) | nlri[at]);
            at += 1 + octets;
        }

        return prefixes;
    }

    // ORIGIN, path and the mark of the neighbour that it came from: others write other communities in another order.
    private string Text(ReadOnlySpan<byte> attributes)
    {
        var text = new StringBuilder();
        for (int at = 0; at < attributes.Length;)
        {
            bool isLong = (attributes[at] & 0x10) != 0;
            int length = isLong ? BinaryPrimitives.ReadUInt16BigEndian(attributes[(at + 2)..]) : attributes[at + 2];
            int begin = at + (isLong ? 4 : 3);
            ReadOnlySpan<byte> value = attributes.Slice(begin, length);
            switch (attributes[at + 1])
            {
                case 1:
                    text.Append(value[0]);
                    break;
                case 2:
                    AppendPath(text, value);
                    break;
                case 8:
                    AppendMark(text, value);
                    break;
            }

            at = begin + length;
        }

        string known = text.ToString();
        return _texts.TryGetValue(known, out string? same) ? same : _texts[known] = known;
    }

    private static void AppendPath(StringBuilder text, ReadOnlySpan<byte> path)
    {
        for (int at = 0; at < path.Length;)
        {
            bool isSet = path[at] == 1;
            int count = path[at + 1];
            List<uint> numbers = [];
            for (int i = 0; i < count; i++)
            {
                numbers.Add(BinaryPrimitives.ReadUInt32BigEndian(path[(at + 2 + (4 * i))..]));
            }

            if (isSet)
            {
                numbers.Sort(); // a set has no order
            }

            text.Append(isSet ? " {" : " ").AppendJoin(' ', numbers).Append(isSet ? "}" : "");
            at += 2 + (4 * count);
        }
    }

    private static void AppendMark(StringBuilder text, ReadOnlySpan<byte> communities)
    {
        for (int at = 0; at < communities.Length; at += 4)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(communities[at..]) == Feed.Mark)
            {
                text.Append(CultureInfo.InvariantCulture, $" from {communities[at + 3]}");
            }
        }
    }
}
