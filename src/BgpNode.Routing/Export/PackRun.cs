namespace BgpNode.Routing.Export;

/// <summary>Takes prefixes that share a path's attributes and source.</summary>
internal delegate void PackRun(ushort source, int setId, ReadOnlySpan<int> prefixIds);
