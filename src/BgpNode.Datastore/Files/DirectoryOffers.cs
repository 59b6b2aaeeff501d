using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore.Files;

/// <summary>What a scan means for the ledger.</summary>
/// <param name="Offers">One version per resource: the first, by file name and line.</param>
/// <param name="Keep">Resources that may be hidden in what could not be read, and so are not deleted.</param>
/// <param name="Problems">What belongs to no offered resource.</param>
internal sealed record DirectoryOffers(IReadOnlyList<Offer> Offers, IReadOnlySet<ResourceKey> Keep, IReadOnlyList<Problem> Problems)
{
    public static DirectoryOffers From(DirectoryScan scan, IReadOnlyCollection<StoredResource> good)
    {
        var offers = new Dictionary<ResourceKey, Offer>();
        var keep = new HashSet<ResourceKey>();
        var problems = new List<Problem>(scan.Problems);
        if (!scan.Readable)
        {
            keep.UnionWith(good.Select(stored => stored.Resource.Key));
        }

        foreach (IntentFile file in scan.Files)
        {
            problems.AddRange(file.Problems);
            bool hidden = !file.Complete;
            foreach (FileDocument document in file.Documents)
            {
                Judgement judgement = document.Judgement;
                if (judgement.Key is not { } key || !file.Complete)
                {
                    problems.AddRange(judgement.Problems);
                    hidden |= judgement.Problems.Any(problem => problem.Severity == Severity.Error);
                }
                else if (!offers.TryAdd(key, new Offer(key, judgement, file.Modified, file.SourceOf(document))))
                {
                    problems.AddRange(judgement.Problems);
                    problems.AddRange(Twice(key, offers[key].Source, file, document));
                }
            }

            if (hidden) // a document without a readable name may be any of those that this file held before
            {
                keep.UnionWith(good.Where(stored => IntentFile.IsSourceOf(file.Path, stored.Source)).Select(stored => stored.Resource.Key));
            }
        }

        return new DirectoryOffers([.. offers.Values], keep, problems);
    }

    private static IEnumerable<Problem> Twice(ResourceKey key, string first, IntentFile file, FileDocument document)
    {
        int colon = first.LastIndexOf(':');
        string second = file.SourceOf(document);
        yield return new Problem(file.Path, document.Line, 1, "", $"{key} is also in {first}, which is used; remove one of them") { Resource = key };
        yield return new Problem(first[..colon], int.Parse(first.AsSpan(colon + 1)), 1, "", $"{key} is also in {second}; this one is used")
        {
            Resource = key,
            Severity = Severity.Warning,
        };
    }
}
