using System.Text.Json.Serialization.Metadata;
using BgpNode.Control.Views;
using Microsoft.AspNetCore.Http;

namespace BgpNode.Control;

/// <summary>The answers of the control API, each with the status code that belongs to it.</summary>
internal static class Answer
{
    public static IResult Ok<T>(T value, JsonTypeInfo<T> type) => Results.Json(value, type);

    public static IResult BadRequest(string detail, string? next = null) => Error(StatusCodes.Status400BadRequest, "badRequest", detail, next);

    public static IResult Forbidden(string detail, string next) => Error(StatusCodes.Status403Forbidden, "forbidden", detail, next);

    public static IResult NotFound(string detail, string? next = null) => Error(StatusCodes.Status404NotFound, "notFound", detail, next);

    /// <summary>Documents that were understood as text and refused as intent (RFC 9110 §15.5.21).</summary>
    public static IResult NotApplied(ApplyView view) =>
        Results.Json(
            new ErrorView
            {
                Error = "invalid",
                Detail = (view.Resources.Count == 0 ? "nothing was applied" : $"only {view.Resources.Count} of the resources were applied")
                    + $": {view.Problems.Count} {(view.Problems.Count == 1 ? "problem" : "problems")}",
                Next = "mend what is listed and apply again",
                Problems = view.Problems,
            },
            ControlJson.Readable.ErrorView,
            statusCode: StatusCodes.Status422UnprocessableEntity);

    public static IResult From(CommandResult result) => result.Outcome switch
    {
        CommandOutcome.Done => Ok(new CommandView { Detail = result.Detail }, ControlJson.Readable.CommandView),
        CommandOutcome.NotFound => NotFound(result.Detail, result.Next),
        CommandOutcome.Unavailable => Error(StatusCodes.Status503ServiceUnavailable, "unavailable", result.Detail, result.Next),
        _ => Error(StatusCodes.Status409Conflict, "refused", result.Detail, result.Next),
    };

    public static IResult Error(int status, string word, string detail, string? next) =>
        Results.Json(new ErrorView { Error = word, Detail = detail, Next = next }, ControlJson.Readable.ErrorView, statusCode: status);
}
