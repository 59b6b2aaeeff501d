using BgpNode.Control.Views;
using BgpNode.Observability;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace BgpNode.Control;

/// <summary>Liveness (every loop turns) and readiness (every gate is open), as JSON with 200 or 503.</summary>
internal static class HealthApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/livez", Live);
        routes.MapGet("/readyz", Ready);
    }

    private static IResult Live([FromServices] IEnumerable<ILoopHeartbeat> loops)
    {
        LoopView[] views = [.. loops.Select(l => new LoopView { Loop = l.Loop, Alive = l.IsAlive, BusySeconds = l.BusyFor?.TotalSeconds })];
        var view = new LivenessView { Alive = views.All(l => l.Alive), Loops = views };
        return Results.Json(view, ControlJson.Readable.LivenessView, statusCode: Code(view.Alive));
    }

    private static IResult Ready([FromServices] IReadiness readiness)
    {
        IReadOnlyList<GateView> gates = readiness.Gates;
        var view = new ReadinessView { Ready = gates.All(g => g.Open), Gates = gates };
        return Results.Json(view, ControlJson.Readable.ReadinessView, statusCode: Code(view.Ready));
    }

    private static int Code(bool good) => good ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
}
