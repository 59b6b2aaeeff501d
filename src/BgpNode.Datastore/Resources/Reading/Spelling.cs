namespace BgpNode.Datastore.Resources.Reading;

/// <summary>"Did you mean" for names and words.</summary>
internal static class Spelling
{
    /// <summary>The candidate that was probably meant, as <c>; did you mean 'x'?</c>, or nothing.</summary>
    public static string Hint(string written, IEnumerable<string> candidates)
    {
        string? best = null;
        int least = Math.Max(1, written.Length / 3) + 1; // a third of the letters may be wrong
        foreach (string candidate in candidates)
        {
            int distance = Distance(written, candidate);
            if (distance < least)
            {
                (best, least) = (candidate, distance);
            }
        }

        return best is null ? "" : $"; did you mean '{best}'?";
    }

    /// <summary>Edits from one word to the other, where swapping neighbours is one edit and another case is none.</summary>
    internal static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 8 || a.Length > 64)
        {
            return int.MaxValue;
        }

        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            cost[i, 0] = i;
        }

        for (int j = 0; j <= b.Length; j++)
        {
            cost[0, j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int change = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
