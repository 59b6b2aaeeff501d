using BgpNode.Datastore;
using BgpNode.Net;
using Microsoft.Extensions.Logging;

namespace BgpNode.Reconciler.Peers;

public sealed partial class PeersLoop
{
    [LoggerMessage(3101, LogLevel.Information, "Peer {Name} ({Address}, AS {RemoteAs}) is wanted; its session is started")]
    private partial void LogAdded(string name, Address address, string remoteAs);

    [LoggerMessage(3102, LogLevel.Information, "Peer {Name} is no longer wanted; its session is ended and its routes are given up")]
    private partial void LogRemoved(string name);

    [LoggerMessage(3103, LogLevel.Information, "Peer {Name} changed: {Change}")]
    private partial void LogChanged(string name, string change);

    [LoggerMessage(3104, LogLevel.Information, "Neighbours may connect from these ranges: {Ranges}")]
    private partial void LogRanges(string ranges);

    [LoggerMessage(3105, LogLevel.Error, "Cannot listen on port {Port}: {Problem}; we still dial, and it is tried again with the next change of intent")]
    private partial void LogNotListening(ushort port, string problem);

    [LoggerMessage(3106, LogLevel.Warning, "Peers: {Problem}")]
    private partial void LogProblem(Problem problem);
}
