using BgpNode.Kernel.Routes;
using BgpNode.Net;
using Microsoft.Extensions.Logging;

namespace BgpNode.Reconciler.Fib;

public sealed partial class FibLoop
{
    [LoggerMessage(3001, LogLevel.Information, "Adopted {Count} kernel routes of protocol {Protocol}; each stays until its source confirms it or is in sync without it")]
    private partial void LogAdopted(long count, byte protocol);

    [LoggerMessage(3002, LogLevel.Information, "Removing {Count} stale kernel routes: {Source} in sync without them")]
    private partial void LogSwept(int count, string source);

    [LoggerMessage(3003, LogLevel.Warning, "Route {Destination} {Via} was not written: {Reason}; it stays wanted and is tried again")]
    private partial void LogRefused(Prefix destination, NextHops via, string reason);

    [LoggerMessage(3014, LogLevel.Warning, "{Count} more routes were not written either; they stay wanted and are tried again, 'bgpnode fib' names them")]
    private partial void LogRefusedToo(int count);

    [LoggerMessage(3004, LogLevel.Debug, "Route {Destination} was deleted by another program; it is put back")]
    private partial void LogDeleted(Prefix destination);

    [LoggerMessage(3005, LogLevel.Debug, "Route {Destination} was altered by another program to {Form}; it is put back")]
    private partial void LogAltered(Prefix destination, RouteForm form);

    [LoggerMessage(3006, LogLevel.Debug, "Route {Destination} was replaced by another program with one of protocol {Protocol}; ours is put back")]
    private partial void LogOverwritten(Prefix destination, byte protocol);

    [LoggerMessage(3007, LogLevel.Warning, "Route {Destination} {Form} carries our protocol number and nobody wants it; it is removed")]
    private partial void LogUnknown(Prefix destination, RouteForm form);

    [LoggerMessage(3008, LogLevel.Information, "Compared the kernel's routes because {Why}: {Wrong} differed, {Milliseconds:F0} ms")]
    private partial void LogAudited(string why, int wrong, double milliseconds);

    [LoggerMessage(3009, LogLevel.Warning, "The kernel has no nexthop objects (Linux 5.3 is the first); every route names its next hops itself")]
    private partial void LogNoNexthops();

    [LoggerMessage(3010, LogLevel.Warning, "The kernel refused a nexthop object for {Via}: {Reason}; its routes ({Count} now) name their next hops themselves until a link or address changes")]
    private partial void LogNexthopRefused(NextHops via, string reason, int count);

    [LoggerMessage(3011, LogLevel.Debug, "Nexthop object {Id} was deleted by another program, and {Count} routes with it; they are put back")]
    private partial void LogNexthopDeleted(uint id, int count);

    [LoggerMessage(3012, LogLevel.Debug, "Nexthop object {Id} was altered by another program; it is put back")]
    private partial void LogNexthopAltered(uint id);

    [LoggerMessage(3013, LogLevel.Information, "Next hop {NextHop} {What}")]
    private partial void LogGateway(Address nextHop, string what);
}
