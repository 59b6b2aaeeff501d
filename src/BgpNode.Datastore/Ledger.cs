using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore;

/// <summary>
/// What is in force, and what is wrong. Holds the one rule both backends share: a bad version is a problem, and the last
/// good version stays in force until a good one comes or the resource is deleted.
/// </summary>
/// <param name="revisionText">How the store's revisions are said, such as "revision 12".</param>
internal sealed class Ledger(Func<long, string> revisionText)
{
    private readonly Dictionary<ResourceKey, StoredResource> _good = [];
    private readonly Dictionary<ResourceKey, IReadOnlyList<Problem>> _problems = [];
    private IReadOnlyList<Problem> _others = [];
    private IReadOnlyList<Problem> _reported = [];

    /// <summary>Everything in force, in the order of lists.</summary>
    public IReadOnlyList<StoredResource> All => [.. _good.OrderBy(pair => pair.Key).Select(pair => pair.Value)];

    public IReadOnlyCollection<StoredResource> Good => _good.Values;

    /// <summary>Everything wrong, resource by resource, then what belongs to none.</summary>
    public IReadOnlyList<Problem> Problems => [.. _problems.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value), .. _others];

    public StoredResource? Find(ResourceKey key) => _good.GetValueOrDefault(key);

    /// <summary>Takes versions that were good before a restart; only while nothing else is known.</summary>
    public void Seed(IEnumerable<StoredResource> lastGood)
    {
        foreach (StoredResource stored in lastGood)
        {
            _good.TryAdd(stored.Resource.Key, stored);
        }
    }

    /// <summary>Takes one version. True when what is in force changed.</summary>
    public bool Put(Offer offer)
    {
        (ResourceKey key, Judgement judgement, long revision, string source) = offer;
        if (judgement.Resource is { } resource)
        {
            Note(key, judgement.Problems);
            bool changed = !_good.TryGetValue(key, out StoredResource? before) || !before.Resource.Equals(resource);
            _good[key] = new StoredResource(resource, judgement.Raw, revision, source);
            return changed;
        }

        int errors = judgement.Problems.Count(problem => problem.Severity == Severity.Error);
        string count = errors == 1 ? "an error" : $"{errors} errors";
        string outcome = _good.TryGetValue(key, out StoredResource? last)
            ? $"{key} has {count}; its last good version ({revisionText(last.Revision)}) stays in force"
            : $"{key} has {count} and no good version before; it is not used";
        Problem? first = judgement.Problems.FirstOrDefault(problem => problem.Severity == Severity.Error);
        Note(key, [.. judgement.Problems, new Problem(first?.Source ?? source, first?.Line ?? 0, first?.Column ?? 0, "", outcome) { Resource = key }]);
        return false;
    }

    /// <summary>Forgets a deleted resource. True when it was in force.</summary>
    public bool Remove(ResourceKey key)
    {
        _problems.Remove(key);
        return _good.Remove(key);
    }

    /// <summary>Takes a full list: what is neither offered nor to be kept is gone.</summary>
    /// <returns>The resources whose version in force changed.</returns>
    public IReadOnlyList<ResourceKey> Replace(IReadOnlyCollection<Offer> offers, IReadOnlySet<ResourceKey> keep, IReadOnlyList<Problem> others)
    {
        var changed = new List<ResourceKey>();
        var offered = offers.Select(offer => offer.Key).ToHashSet();
        foreach (ResourceKey key in _good.Keys.Union(_problems.Keys).Where(key => !offered.Contains(key)).ToList())
        {
            _problems.Remove(key);
            if (!keep.Contains(key) && _good.Remove(key))
            {
                changed.Add(key);
            }
        }

        changed.AddRange(offers.Where(Put).Select(offer => offer.Key));
        _others = others;
        return changed;
    }

    /// <summary>Whether the problems differ from those told last; they count as told from now on.</summary>
    public bool TakeProblems(out IReadOnlyList<Problem> problems)
    {
        problems = Problems;
        bool differ = !problems.SequenceEqual(_reported);
        _reported = problems;
        return differ;
    }

    private void Note(ResourceKey key, IReadOnlyList<Problem> problems)
    {
        if (problems.Count == 0)
        {
            _problems.Remove(key);
        }
        else
        {
            _problems[key] = problems;
        }
    }
}
