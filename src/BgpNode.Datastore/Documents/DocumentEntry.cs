namespace BgpNode.Datastore.Documents;

/// <summary>One field of a mapping, with the position of its name.</summary>
public readonly record struct DocumentEntry(string Key, int Line, int Column, DocumentNode Value);
