using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore;

/// <summary>The answer to <see cref="IDatastore.ApplyAsync"/> and <see cref="IDatastore.DeleteAsync"/>.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Key">The resource, when the document said which.</param>
/// <param name="Message">One sentence for a person, without a full stop.</param>
/// <param name="Problems">Why a document was refused, all at once; warnings otherwise.</param>
public sealed record ApplyResult(ApplyOutcome Outcome, ResourceKey? Key, string Message, IReadOnlyList<Problem> Problems)
{
    public bool Succeeded => Outcome is ApplyOutcome.Created or ApplyOutcome.Updated or ApplyOutcome.Unchanged or ApplyOutcome.Deleted;

    /// <summary>The key's revision after the write, where the store has one.</summary>
    public long? Revision { get; init; }

    internal static ApplyResult Of(ApplyOutcome outcome, ResourceKey key, string message) => new(outcome, key, message, []);

    internal static ApplyResult Refused(ResourceKey? key, IReadOnlyList<Problem> problems)
    {
        int errors = problems.Count(p => p.Severity == Severity.Error);
        return new ApplyResult(ApplyOutcome.Refused, key, errors == 1 ? problems.First(p => p.Severity == Severity.Error).Message : $"the document has {errors} errors", problems);
    }
}
