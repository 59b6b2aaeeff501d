using System.Globalization;

namespace BgpNode.Datastore.Resources.Reading;

/// <summary>Durations as Calico writes them: <c>90s</c>, <c>1m30s</c>, <c>250ms</c>, <c>1.5h</c>, <c>0s</c>.</summary>
internal static class Durations
{
    public static string? Parse(string text, out TimeSpan value)
    {
        value = default;
        decimal total = 0;
        int at = 0;
        while (at < text.Length)
        {
            int start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
            {
                at++;
            }

            int unit = at;
            while (at < text.Length && text[at] is >= 'a' and <= 'z' or 'µ')
            {
                at++;
            }

            decimal ticks = text[unit..at] switch
            {
                "h" => TimeSpan.TicksPerHour,
                "m" => TimeSpan.TicksPerMinute,
                "s" => TimeSpan.TicksPerSecond,
                "ms" => TimeSpan.TicksPerMillisecond,
                "us" or "µs" => TimeSpan.TicksPerMicrosecond,
                "ns" => 0.01m,
                _ => 0,
            };
            if (ticks == 0 || unit - start > 12
                || !decimal.TryParse(text.AsSpan(start, unit - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
            {
                return Wrong(text);
            }

            total += number * ticks;
        }

        if (text.Length is 0 or > 40 || total > TimeSpan.TicksPerDay * 36500m)
        {
            return Wrong(text);
        }

        value = TimeSpan.FromTicks((long)total);
        return null;
    }

    /// <summary>Shortest text that <see cref="Parse"/> reads back, for messages.</summary>
    public static string Text(TimeSpan value) =>
        value.Ticks % TimeSpan.TicksPerSecond != 0 ? string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds}ms")
        : string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds}s");

    private static string Wrong(string text) => $"'{text}' is not a duration; write it with its unit, such as 90s, 1m30s or 250ms";
}
