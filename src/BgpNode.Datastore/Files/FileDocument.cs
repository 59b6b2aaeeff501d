using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore.Files;

/// <summary>One judged document and the line where it begins.</summary>
internal sealed record FileDocument(int Line, Judgement Judgement);
