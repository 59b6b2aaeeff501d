using System.Net.Sockets;
using BgpNode.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace BgpNode.Control;

/// <summary>
/// Two listeners: the control socket answers everything to whom the file system lets in; the TCP one answers metrics and
/// health only, because any user and any page in a browser of this host can reach it.
/// </summary>
internal static class Listeners
{
    private static readonly string[] OpenPaths = ["/metrics", "/livez", "/readyz"];

    public static void Add(WebApplicationBuilder builder, NodeOptions options)
    {
        builder.Services.Configure<SocketTransportOptions>(transport =>
            transport.CreateBoundListenSocket = endPoint => endPoint is UnixDomainSocketEndPoint unix
                ? ControlSocket.Bind(unix)
                : SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenUnixSocket(options.Control, listen => listen.Use(next => connection =>
            {
                connection.Features.Set(ControlConnection.Of(connection.Features));
                return next(connection);
            }));
            if (options.Http is { } http)
            {
                kestrel.Listen(http);
            }
        });
    }

    /// <summary>Keeps the control API off the TCP listener, and changes to those who may make them.</summary>
    public static void Guard(IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        ControlConnection? control = context.Features.Get<ControlConnection>();
        if (control is { MayChange: false } && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await Answer.Forbidden("you may look, and not change anything", "members of the group bgpnode may, and root").ExecuteAsync(context);
            return;
        }

        if (control is not null || OpenPaths.Contains(context.Request.Path.Value))
        {
            await next(context);
            return;
        }

        await Answer.NotFound(
            $"{context.Request.Path} is not served here",
            $"here are {string.Join(", ", OpenPaths)}; the control API is on the Unix socket").ExecuteAsync(context);
    });
}
