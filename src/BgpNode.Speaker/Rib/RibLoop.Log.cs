using BgpNode.Net;
using BgpNode.Protocol.Validation;
using Microsoft.Extensions.Logging;

namespace BgpNode.Speaker.Rib;

public sealed partial class RibLoop
{
    private readonly ILogger<RibLoop> _logger;

    [LoggerMessage(2001, LogLevel.Error, "An UPDATE of {Peer} could not be processed: this is a bug; its session ends and its routes go")]
    private partial void LogPoisoned(Exception exception, string peer);

    [LoggerMessage(2002, LogLevel.Critical, "The owner of the RIB failed: this is a bug; the process ends")]
    private partial void LogLoopDied(Exception exception);

    [LoggerMessage(2003, LogLevel.Warning, "{Peer} sent an UPDATE in which {What}; the answer is {Answer}")]
    internal partial void LogFinding(string peer, string what, UpdateAnswer answer);

    [LoggerMessage(2009, LogLevel.Warning, "{Peer} is not back within its restart time; its {Routes} routes that were kept are gone")]
    private partial void LogNotBack(string peer, int routes);

    [LoggerMessage(2004, LogLevel.Warning, "{Peer} sent more than {Limit} {Family} prefixes; its session ends with Cease, maximum number of prefixes reached")]
    internal partial void LogTooManyPrefixes(string peer, string family, int limit);

    [LoggerMessage(2020, LogLevel.Warning, "{Peer} has {Count} {Family} prefixes and may have {Limit}; look for a leak, or raise spec.maxPrefixes.limit")]
    internal partial void LogNearLimit(string peer, int count, string family, int limit);

    [LoggerMessage(2021, LogLevel.Warning, "{Peer} has more {Family} prefixes than its limit of {Limit}; {Next}")]
    internal partial void LogOverLimit(string peer, string family, int limit, string next);

    [LoggerMessage(2022, LogLevel.Information, "{Peer} is well below its limit of {Family} prefixes again, {Limit}")]
    internal partial void LogBelowLimit(string peer, string family, int limit);

    [LoggerMessage(2005, LogLevel.Warning, "{Peer} sent a path for {Prefix} beyond {Limit} of them; this one and others like it are not kept, the session stays")]
    internal partial void LogTooManyPaths(string peer, Prefix prefix, int limit);

    [LoggerMessage(2006, LogLevel.Information, "{Peer} has told its {Family} routes again; {Swept} that it no longer has were removed")]
    internal partial void LogRefreshed(string peer, string family, int swept);

    [LoggerMessage(2007, LogLevel.Warning, "{Peer} did not end its route refresh of {Family} in {Limit}; {Swept} routes that it did not tell again were removed")]
    internal partial void LogRefreshUnended(string peer, string family, TimeSpan limit, int swept);
}
