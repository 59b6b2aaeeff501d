using System.Text.Json.Nodes;
using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore;

/// <summary>A judged resource with where it came from.</summary>
/// <param name="Resource">The typed form.</param>
/// <param name="Raw">The document as it was stored, with the fields this version does not know.</param>
/// <param name="Revision">etcd: the key's modification revision. Directory: the file's last write, Unix time in milliseconds.</param>
/// <param name="Source">The etcd key, or <c>file:line</c>.</param>
public sealed record StoredResource(Resource Resource, JsonObject? Raw, long Revision, string Source);
