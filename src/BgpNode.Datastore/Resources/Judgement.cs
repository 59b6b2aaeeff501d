using System.Text.Json.Nodes;

namespace BgpNode.Datastore.Resources;

/// <summary>What became of one document.</summary>
/// <param name="Key">Which resource it is; null when it does not say, or is of a kind we do not use.</param>
/// <param name="Resource">The typed resource; null when anything is wrong with it.</param>
/// <param name="Raw">The document as JSON.</param>
/// <param name="Problems">Everything that is wrong, at once.</param>
/// <param name="UnknownFields">Paths of fields that we do not know, where they are allowed.</param>
public sealed record Judgement(
    ResourceKey? Key,
    Resource? Resource,
    JsonObject? Raw,
    IReadOnlyList<Problem> Problems,
    IReadOnlyList<EquatableList<string>> UnknownFields);
