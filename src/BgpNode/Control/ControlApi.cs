using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace BgpNode.Control;

/// <summary>What the control socket answers: reads of <see cref="INodeQueries"/>. The writes are in <see cref="CommandApi"/>.</summary>
internal static class ControlApi
{
    private const string PeersNext = "GET /v1/peers, or 'bgpnode peers', lists them";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/status", StatusAsync);
        routes.MapGet("/v1/peers", PeersAsync);
        routes.MapGet("/v1/peers/{name}", PeerAsync);
        routes.MapGet("/v1/routes", RoutesAsync);
        routes.MapGet("/v1/fib", FibAsync);
        routes.MapGet("/v1/endpoints", EndpointsAsync);
        routes.MapGet("/v1/explain", ExplainAsync);
        routes.MapGet("/v1/resources/{kind}", ResourcesAsync);
        routes.MapGet("/v1/resources/{kind}/{name}", ResourceAsync);
        routes.MapGet("/v1/resources/{kind}/{space}/{name}", NamespacedResourceAsync);
    }

    private static async Task<IResult> StatusAsync([FromServices] INodeQueries queries, CancellationToken cancel) =>
        Answer.Ok(await queries.StatusAsync(cancel), ControlJson.Readable.StatusView);

    private static async Task<IResult> PeersAsync([FromServices] INodeQueries queries, CancellationToken cancel) =>
        Answer.Ok(await queries.PeersAsync(cancel), ControlJson.Readable.IReadOnlyListPeerView);

    private static async Task<IResult> PeerAsync(string name, [FromServices] INodeQueries queries, CancellationToken cancel) =>
        await queries.PeerAsync(name, cancel) is { } peer
            ? Answer.Ok(peer, ControlJson.Readable.PeerView)
            : Answer.NotFound($"there is no neighbour '{name}'", PeersNext);

    private static async Task<IResult> RoutesAsync(HttpContext context, [FromServices] INodeQueries queries, CancellationToken cancel)
    {
        if (!RouteQueryText.TryRead(context.Request.Query, out RouteQuery? query, out string? problem))
        {
            return Answer.BadRequest(problem);
        }

        return await queries.RoutesAsync(query, cancel) is { } page
            ? Answer.Ok(page, ControlJson.Readable.RoutePageView)
            : Answer.NotFound($"there is no neighbour '{query.Peer}'", PeersNext);
    }

    private static async Task<IResult> FibAsync([FromServices] INodeQueries queries, CancellationToken cancel) =>
        Answer.Ok(await queries.FibAsync(cancel), ControlJson.Readable.FibView);

    private static async Task<IResult> EndpointsAsync([FromServices] INodeQueries queries, CancellationToken cancel) =>
        Answer.Ok(await queries.EndpointsAsync(cancel), ControlJson.Readable.IReadOnlyListEndpointView);

    private static async Task<IResult> ExplainAsync(string? target, [FromServices] INodeQueries queries, CancellationToken cancel) =>
        string.IsNullOrEmpty(target) ? Answer.BadRequest("target is missing", "ask /v1/explain?target=10.65.0.2")
        : !ExplainTarget.TryParse(target, out ExplainTarget? asked, out string? problem) ? Answer.BadRequest(problem)
        : Answer.Ok(await queries.ExplainAsync(asked, cancel), ControlJson.Readable.ExplainView);

    private static async Task<IResult> ResourcesAsync(
        string kind, [FromQuery(Name = "namespace")] string? space, [FromServices] INodeQueries queries, CancellationToken cancel) =>
        ResourceKinds.TryResolve(kind, out ResourceKind? known)
            ? Answer.Ok(await queries.ResourcesAsync(known.Name, space, cancel), ControlJson.Readable.IReadOnlyListResourceView)
            : UnknownKind(kind);

    private static Task<IResult> ResourceAsync(string kind, string name, [FromServices] INodeQueries queries, CancellationToken cancel) =>
        OneAsync(kind, null, name, queries, cancel);

    private static Task<IResult> NamespacedResourceAsync(
        string kind, string space, string name, [FromServices] INodeQueries queries, CancellationToken cancel) =>
        OneAsync(kind, space, name, queries, cancel);

    private static async Task<IResult> OneAsync(string kind, string? space, string name, INodeQueries queries, CancellationToken cancel)
    {
        if (ResourcePath.Judge(kind, space, name, out ResourceKind? known) is { } refusal)
        {
            return refusal;
        }

        return await queries.ResourceAsync(known.Name, space, name, cancel) is { } resource
            ? Answer.Ok(resource, ControlJson.Readable.ResourceView)
            : Answer.NotFound($"there is no {known.Name} '{(space is null ? name : $"{space}/{name}")}'", $"'bgpnode get {known.Name}' lists them");
    }

    internal static IResult UnknownKind(string kind) =>
        Answer.NotFound($"there is no kind '{kind}'", $"known are {string.Join(", ", ResourceKinds.All.Select(k => k.Name))}");
}
