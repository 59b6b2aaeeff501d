namespace BgpNode.Control;

/// <summary>The outcome of a command.</summary>
/// <param name="Outcome">Done, or which kind of no.</param>
/// <param name="Detail">What was done, or what stood against it, in a sentence.</param>
/// <param name="Next">What the asker can do about a no.</param>
public sealed record CommandResult(CommandOutcome Outcome, string Detail, string? Next = null)
{
    public static CommandResult Done(string detail) => new(CommandOutcome.Done, detail);

    public static CommandResult NotFound(string detail, string? next = null) => new(CommandOutcome.NotFound, detail, next);

    public static CommandResult Refused(string detail, string? next = null) => new(CommandOutcome.Refused, detail, next);

    public static CommandResult Unavailable(string detail, string? next = null) => new(CommandOutcome.Unavailable, detail, next);
}
