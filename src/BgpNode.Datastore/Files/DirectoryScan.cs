namespace BgpNode.Datastore.Files;

/// <summary>A directory as it was read once.</summary>
/// <param name="Readable">False when it is missing or refused: then nothing in it counts as deleted.</param>
/// <param name="Files">Its intent files by name.</param>
/// <param name="Problems">What is wrong with the directory as a whole.</param>
/// <param name="Revision">Twelve hexadecimal digits that change with any name or octet.</param>
internal sealed record DirectoryScan(bool Readable, IReadOnlyList<IntentFile> Files, IReadOnlyList<Problem> Problems, string Revision);
