namespace BgpNode.Datastore.Documents;

/// <summary>What was read from one text.</summary>
/// <param name="Documents">The documents in order; those before a syntax error too.</param>
/// <param name="Problems">Syntax errors. What is wrong within a document is in its own <see cref="DocumentNode.Problems"/>.</param>
/// <param name="Complete">Whether the whole text could be read; false also for a half-written file.</param>
public sealed record DocumentSet(IReadOnlyList<DocumentNode> Documents, IReadOnlyList<Problem> Problems, bool Complete)
{
    /// <summary>Mappings and sequences inside one another; deeper is refused before the stack feels it.</summary>
    internal const int MaxDepth = 64;

    /// <summary>The documents with each list of resources (<c>kind: List</c>, <c>BGPPeerList</c>) replaced by its items.</summary>
    public IEnumerable<DocumentNode> Flatten() => Documents.SelectMany(Items);

    private static IEnumerable<DocumentNode> Items(DocumentNode document)
    {
        if (document["kind"] is not { Kind: NodeKind.Text } kind || !kind.Text.EndsWith("List", StringComparison.Ordinal)
            || document["items"] is not { Kind: NodeKind.Sequence } items)
        {
            return [document];
        }

        foreach (DocumentNode item in items.Items)
        {
            item.Problems = document.Problems;
        }

        return items.Items;
    }

    /// <summary>Nodes of one text with its aliases written out: a few kilobytes of YAML can stand for billions.</summary>
    internal const int MaxNodes = 2_000_000;
}
