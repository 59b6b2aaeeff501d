using System.Text;
using BgpNode.Control.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace BgpNode.Control;

/// <summary>What the control socket can be told to do: the writes of <see cref="INodeCommands"/>.</summary>
internal static class CommandApi
{
    /// <summary>RFC 9003 §2: the shutdown communication's length is one octet.</summary>
    private const int MaxReasonBytes = 255;

    private const double MaxDrainSeconds = 3600;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/apply", ApplyAsync);
        routes.MapDelete("/v1/resources/{kind}/{name}", DeleteAsync);
        routes.MapDelete("/v1/resources/{kind}/{space}/{name}", DeleteNamespacedAsync);
        routes.MapPost("/v1/drain", DrainAsync);
        routes.MapDelete("/v1/drain", EndDrainAsync);
        routes.MapPost("/v1/intent/release", ReleaseAsync);
        routes.MapPost("/v1/peers/{name}/reset", ResetAsync);
        routes.MapPost("/v1/peers/{name}/refresh", RefreshAsync);
    }

    private static async Task<IResult> ApplyAsync(HttpContext context, [FromServices] INodeCommands commands, CancellationToken cancel)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        string text = await reader.ReadToEndAsync(cancel);
        if (string.IsNullOrWhiteSpace(text))
        {
            return Answer.BadRequest("the body is empty", "send resources as YAML or JSON");
        }

        ApplyView view = await commands.ApplyAsync(text, cancel);
        return view.Applied ? Answer.Ok(view, ControlJson.Readable.ApplyView) : Answer.NotApplied(view);
    }

    private static Task<IResult> DeleteAsync(string kind, string name, [FromServices] INodeCommands commands, CancellationToken cancel) =>
        DeleteOneAsync(kind, null, name, commands, cancel);

    private static Task<IResult> DeleteNamespacedAsync(
        string kind, string space, string name, [FromServices] INodeCommands commands, CancellationToken cancel) =>
        DeleteOneAsync(kind, space, name, commands, cancel);

    private static async Task<IResult> DeleteOneAsync(string kind, string? space, string name, INodeCommands commands, CancellationToken cancel) =>
        ResourcePath.Judge(kind, space, name, out ResourceKind? known)
        ?? Answer.From(await commands.DeleteAsync(known.Name, space, name, cancel));

    private static async Task<IResult> DrainAsync(double? wait, string? reason, [FromServices] INodeCommands commands, CancellationToken cancel) =>
        wait is < 0 or > MaxDrainSeconds or double.NaN ? Answer.BadRequest($"wait is {wait}; 0 to {MaxDrainSeconds} seconds")
        : IsTooLong(reason) ? Answer.BadRequest($"the reason has more than {MaxReasonBytes} bytes", "say it shorter (RFC 9003)")
        : Answer.From(await commands.DrainAsync(TimeSpan.FromSeconds(wait ?? 0), reason, cancel));

    private static async Task<IResult> EndDrainAsync([FromServices] INodeCommands commands, CancellationToken cancel) =>
        Answer.From(await commands.EndDrainAsync(cancel));

    private static bool IsTooLong(string? reason) => reason is not null && Encoding.UTF8.GetByteCount(reason) > MaxReasonBytes;

    private static async Task<IResult> ReleaseAsync([FromServices] INodeCommands commands, CancellationToken cancel) =>
        Answer.From(await commands.ReleaseAsync(cancel));

    private static async Task<IResult> ResetAsync(string name, string? reason, [FromServices] INodeCommands commands, CancellationToken cancel) =>
        IsTooLong(reason)
            ? Answer.BadRequest($"the reason has more than {MaxReasonBytes} bytes", "say it shorter (RFC 9003)")
            : Answer.From(await commands.ResetPeerAsync(name, reason, cancel));

    private static async Task<IResult> RefreshAsync(string name, string? direction, [FromServices] INodeCommands commands, CancellationToken cancel)
    {
        RefreshDirection? wanted = direction switch
        {
            null or "both" => RefreshDirection.Both,
            "in" => RefreshDirection.In,
            "out" => RefreshDirection.Out,
            _ => null,
        };
        return wanted is null
            ? Answer.BadRequest($"direction '{direction}' is not one of in, out, both")
            : Answer.From(await commands.RefreshPeerAsync(name, wanted.Value, cancel));
    }
}
