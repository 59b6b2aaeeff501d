using BgpNode.Net;
using BgpNode.Protocol.Wire;
using Microsoft.Extensions.Logging;

namespace BgpNode.Speaker.Peers;

/// <content>What an operator reads: 1000 to 1029.</content>
internal sealed partial class PeerSession
{
    [LoggerMessage(1000, LogLevel.Information, "Session with {Peer} ({Address}, AS {As}) is up: {Families}, hold time {Hold} s")]
    private partial void LogUp(string peer, Address address, AsNumber @as, FamilySet families, ushort hold);

    [LoggerMessage(1001, LogLevel.Warning, "Session with {Peer} is down after {Lasted}: {Reason}; {Next}")]
    private partial void LogDown(string peer, TimeSpan lasted, string reason, string next);

    [LoggerMessage(1002, LogLevel.Warning, "No session with {Peer} ({Address}): {Reason}; it is tried again, and this is said once while it stays the same")]
    private partial void LogProblem(string peer, Address address, string reason);

    [LoggerMessage(1003, LogLevel.Debug, "Still no session with {Peer}: {Reason}")]
    private partial void LogProblemAgain(string peer, string reason);

    [LoggerMessage(1004, LogLevel.Debug, "Two connections with {Peer}: {Whose} gives way")]
    private partial void LogCollision(string peer, string whose);

    [LoggerMessage(1005, LogLevel.Debug, "Connection of {Peer} from {Address} refused with {Error}")]
    private partial void LogRefused(string peer, Address address, ProtocolError error);

    [LoggerMessage(1006, LogLevel.Information, "Neighbour {Peer} has another configuration: the session starts again, because {Reason}")]
    private partial void LogReset(string peer, string reason);

    [LoggerMessage(1007, LogLevel.Information, "Neighbour {Peer} has another policy: its routes are judged again, the session stays")]
    private partial void LogPolicy(string peer);

    [LoggerMessage(1008, LogLevel.Error, "Neighbour {Peer} stays down: {Problem}; it starts when its configuration changes")]
    private partial void LogMayNotStart(string peer, string problem);

    [LoggerMessage(1009, LogLevel.Information, "Neighbour {Peer} has another password: it is in force on every connection, the session stays")]
    private partial void LogKeyChanged(string peer);

    [LoggerMessage(1010, LogLevel.Error, "Connecting to {Peer} failed in an unforeseen way; it is tried again")]
    private partial void LogDialFailed(Exception exception, string peer);

    [LoggerMessage(1011, LogLevel.Error, "A connection of {Peer} met a fault of ours; this session ends and starts again, all others go on")]
    private partial void LogConnectionBroken(Exception exception, string peer);

    [LoggerMessage(1013, LogLevel.Information, "The routes of {Peer} ({Families}) are kept for {Seconds} s: it can restart without losing them")]
    private partial void LogKept(string peer, FamilySet families, ushort seconds);

    [LoggerMessage(1014, LogLevel.Information, "Session with {Peer} ends without a word: it keeps our routes until we are back")]
    private partial void LogLeft(string peer);

    [LoggerMessage(1012, LogLevel.Error, "The session with {Peer} met a fault of ours; its connections end and it starts again, all others go on")]
    private partial void LogInputFailed(Exception exception, string peer);
}
