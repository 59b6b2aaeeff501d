using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BgpNode.Control;

/// <summary>Gives the answers that the framework leaves empty (no such path, wrong method, a bug) the shape of all others.</summary>
internal static partial class PlainAnswers
{
    public static void Use(IApplicationBuilder app, ILogger logger) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e)
        {
            await Answer.BadRequest(e.Message).ExecuteAsync(context);
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // the asker went away
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            // The edge of the request: a bug costs this answer and a log line.
            LogFailed(logger, e, context.Request.Method, context.Request.Path);
            await Answer.Error(StatusCodes.Status500InternalServerError, "internal", "the daemon failed to answer", "the journal has the exception")
                .ExecuteAsync(context);
            return;
        }

        if (!context.Response.HasStarted && context.Response.StatusCode >= 400 && context.Response.ContentType is null)
        {
            await (context.Response.StatusCode switch
            {
                StatusCodes.Status404NotFound => Answer.NotFound($"there is no {context.Request.Path}", "GET /v1/status is a good start"),
                StatusCodes.Status405MethodNotAllowed => Answer.Error(
                    StatusCodes.Status405MethodNotAllowed, "badRequest",
                    $"{context.Request.Path} does not answer {context.Request.Method}", $"it answers {context.Response.Headers.Allow}"),
                int status => Answer.Error(status, "badRequest", $"the request was refused with {status}", null),
            }).ExecuteAsync(context);
        }
    });

    [LoggerMessage(6001, LogLevel.Error, "{Method} {Path} failed; the asker got 500 and the daemon goes on")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, PathString path);
}
