namespace BgpNode.Datastore.Resources.Reading;

/// <summary>Reads one scalar.</summary>
/// <returns>Null when it is right, else what is wrong with it and what to write.</returns>
internal delegate string? Parse<T>(string text, out T value);
