using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using BgpNode.Net;
using Microsoft.AspNetCore.Http;

namespace BgpNode.Control;

/// <summary>A question about routes as the query string of <c>/v1/routes</c>; unknown words are refused, not skipped.</summary>
internal static class RouteQueryText
{
    private static readonly string[] Known = ["prefix", "longer", "peer", "set", "family", "limit", "after"];

    public static bool TryRead(IQueryCollection text, [NotNullWhen(true)] out RouteQuery? query, [NotNullWhen(false)] out string? problem)
    {
        query = null;
        string? unknown = text.Keys.FirstOrDefault(k => !Known.Contains(k));
        if (unknown is not null)
        {
            problem = $"there is no parameter '{unknown}'; known are {string.Join(", ", Known)}";
            return false;
        }

        var read = new RouteQuery { Peer = One(text, "peer"), After = One(text, "after") };
        problem = ReadPrefix(text, ref read) ?? ReadLonger(text, ref read) ?? ReadSet(text, ref read)
            ?? ReadFamily(text, ref read) ?? ReadLimit(text, ref read);
        query = problem is null ? read : null;
        return query is not null;
    }

    private static string? ReadPrefix(IQueryCollection text, ref RouteQuery query)
    {
        if (One(text, "prefix") is not { } value)
        {
            return null;
        }

        if (!Prefix.TryParse(value, out Prefix prefix, out string? problem))
        {
            return $"prefix: {problem}";
        }

        query = query with { Prefix = prefix };
        return null;
    }

    private static string? ReadLonger(IQueryCollection text, ref RouteQuery query)
    {
        string? value = One(text, "longer");
        query = query with { Longer = value is "true" };
        return value is not (null or "true" or "false") ? $"longer is '{value}'; write true or false"
            : query.Longer && query.Prefix is null ? "longer needs a prefix"
            : null;
    }

    private static string? ReadSet(IQueryCollection text, ref RouteQuery query)
    {
        RouteSet? set = One(text, "set") switch
        {
            null or "all" => RouteSet.All,
            "best" => RouteSet.Best,
            "received" => RouteSet.Received,
            "sent" => RouteSet.Sent,
            _ => null,
        };
        query = query with { Set = set ?? RouteSet.All };
        return set is null ? $"set is '{One(text, "set")}'; write all, best, received or sent"
            : set is RouteSet.Received or RouteSet.Sent && query.Peer is null ? "set received or sent needs a peer"
            : null;
    }

    private static string? ReadFamily(IQueryCollection text, ref RouteQuery query)
    {
        Family? family = One(text, "family") switch
        {
            "ipv4" => Family.IPv4,
            "ipv6" => Family.IPv6,
            _ => null,
        };
        query = query with { Family = family };
        return One(text, "family") is { } word && family is null ? $"family is '{word}'; write ipv4 or ipv6"
            : family is not null && query.Prefix is { } prefix && prefix.Family != family ? $"{prefix} is not of family {family.Value.Name()}"
            : null;
    }

    private static string? ReadLimit(IQueryCollection text, ref RouteQuery query)
    {
        if (One(text, "limit") is not { } value)
        {
            return null;
        }

        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) || limit is < 1 or > RouteQuery.MaxLimit)
        {
            return $"limit is '{value}'; write a number from 1 to {RouteQuery.MaxLimit}";
        }

        query = query with { Limit = limit };
        return null;
    }

    private static string? One(IQueryCollection text, string key) => text[key] is [var value, ..] && !string.IsNullOrEmpty(value) ? value : null;
}
