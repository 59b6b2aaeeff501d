using BgpNode.Datastore;
using Microsoft.Extensions.Logging;

namespace BgpNode.Reconciler.Intent;

public sealed partial class IntentLoop
{
    [LoggerMessage(5001, LogLevel.Information, "Intent taken from {Store}: {Count} resources at revision {Revision}, {Problems} problems")]
    private partial void LogSynced(string store, int count, string revision, int problems);

    [LoggerMessage(5002, LogLevel.Information, "Starting from the last good intent on disk: {Count} resources at revision {Revision}, saved {SavedAt:O}")]
    private partial void LogFromDisk(int count, string revision, DateTimeOffset savedAt);

    [LoggerMessage(5003, LogLevel.Information, "No intent on disk to start from: {Reason}; waiting for the store")]
    private partial void LogNoDisk(string reason);

    [LoggerMessage(5004, LogLevel.Warning, "Intent: {Problem}")]
    private partial void LogProblem(Problem problem);

    [LoggerMessage(5005, LogLevel.Information, "Following {Store}")]
    private partial void LogConnected(string store);

    [LoggerMessage(5006, LogLevel.Warning, "Lost {Store}: {Reason}; the {Count} resources known stay in force and it is tried again")]
    private partial void LogDisconnected(string store, string reason, int count);

    [LoggerMessage(5007, LogLevel.Warning, "The last good intent was not saved: {Problem}; it is tried again with the next change")]
    private partial void LogNotSaved(string problem);

    [LoggerMessage(5008, LogLevel.Warning, "Cannot reach {Store}: {Reason}; it is tried again")]
    private partial void LogUnreachable(string store, string reason);

    [LoggerMessage(5009, LogLevel.Error, "The store lost {Why} at once; {Count} resources stay in force as they were, until the store has them again or 'bgpnode release' lets them go")]
    private partial void LogHeld(string why, int count);

    [LoggerMessage(5010, LogLevel.Warning, "Released: {Count} resources that the store no longer has are gone")]
    private partial void LogReleased(int count);
}
