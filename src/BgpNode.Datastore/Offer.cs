using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore;

/// <summary>The version of a resource that a store holds now, right or wrong.</summary>
internal readonly record struct Offer(ResourceKey Key, Judgement Judgement, long Revision, string Source);
