using BgpNode.Net;
using BgpNode.Net.Memory;
using BgpNode.Routing.Attributes;

namespace BgpNode.Routing.Rib;

/// <summary>
/// All paths of one family, the best of each prefix, and the journal of what changed. A prefix is a dense number; everything
/// known about it lies in flat arrays in native memory. Belongs to one loop; not thread safe.
/// </summary>
/// <remarks>
/// <para>A source has two columns: the sets in use after import, and, only where it differs, the set as received. That second one
/// is the rest of the Adj-RIB-In: routes that import refused or changed; usually it has no page at all.</para>
/// <para>A neighbour that sends several paths for a prefix (RFC 7911) is several sources, its lanes: a path lies in any one of them that
/// was free, and a third column has its identifier. Identifiers are of any size and need not be few, so none has a column of its own.</para>
/// <para>A prefix keeps its number while it has a path or while a reader holds it, that is, has told somebody about it.</para>
/// </remarks>
internal sealed partial class FamilyRib
{
    private readonly PrefixTable _prefixes;
    private readonly bool _forwardLearned;
    private readonly NativeArray<PrefixState> _states = new(1024);
    private RibSource?[] _sources = new RibSource?[8];
    private Column?[] _accepted = new Column?[8];
    private Column?[] _received = new Column?[8];
    private Column?[] _pathIds = new Column?[8]; // only of sources whose paths have identifiers
    private int _lanes;
    private int[] _changed = new int[8]; // routes in use with another set than the received one
    private int _stateLimit;

    /// <param name="family">The family of every prefix.</param>
    /// <param name="attributes">The table that the sets of every family live in.</param>
    /// <param name="multipath">Whether equally good paths share, and how many.</param>
    /// <param name="journalCapacity">Entries that each journal keeps, a power of two.</param>
    /// <param name="forwardLearned">Whether the forwarding table is for learned routes too, or only for the node's own.</param>
    public FamilyRib(
        Family family, AttributeTable attributes, MultipathOptions multipath, int journalCapacity = Journal.DefaultCapacity, bool forwardLearned = true)
    {
        _forwardLearned = forwardLearned;
        Family = family;
        Attributes = attributes;
        Multipath = multipath;
        _prefixes = new PrefixTable(family);
        BestJournal = new Journal(journalCapacity);
        PathJournal = new Journal(journalCapacity);
        ForwardingJournal = new Journal(journalCapacity);
        AddSource(RibSource.Local);
    }

    /// <summary>An external path stays the best one until a better one comes, not merely one with a lower identifier (RFC 5004).</summary>
    public bool PreferOldestExternal { get; init; }

    public Family Family { get; }

    public AttributeTable Attributes { get; }

    public MultipathOptions Multipath { get; }

    /// <summary>Changes of best paths: for those who tell neighbours.</summary>
    public Journal BestJournal { get; }

    /// <summary>Changes of any usable path: for those who tell neighbours several.</summary>
    public Journal PathJournal { get; }

    /// <summary>Changes of best paths and of those that share with them: for the forwarding table.</summary>
    public Journal ForwardingJournal { get; }

    /// <summary>Prefixes with a number.</summary>
    public int PrefixCount => _prefixes.Count;

    /// <summary>Prefixes with a best path.</summary>
    public int BestCount { get; private set; }

    /// <summary>One more than the highest number a prefix may have.</summary>
    public int IdLimit => _prefixes.IdLimit;

    public Prefix PrefixOf(int prefixId) => _prefixes[prefixId];

    /// <summary>Whether the number belongs to a prefix now.</summary>
    public bool IsInUse(int prefixId) => prefixId < _stateLimit && (_states[prefixId].Entries != 0 || _states[prefixId].Holders != 0);

    /// <summary>An IPv4 prefix as address &lt;&lt; 8 | length.</summary>
    public ulong PackedV4(int prefixId) => _prefixes.PackedV4(prefixId);

    public int Find(Prefix prefix) => _prefixes.Find(prefix);

    public int Find(uint address, byte length) => _prefixes.Find(address, length);

    public int GetOrAdd(Prefix prefix) => Known(_prefixes.GetOrAdd(prefix));

    public int GetOrAdd(uint address, byte length) => Known(_prefixes.GetOrAdd(address, length));

    /// <summary>Begins to load what <see cref="Find(uint, byte)"/> will look at.</summary>
    public void Prefetch(uint address, byte length) => _prefixes.Prefetch(address, length);

    /// <summary>The source of the best path, 0 for none.</summary>
    public ushort BestSource(int prefixId) => prefixId < _stateLimit ? _states[prefixId].BestSource : (ushort)0;

    /// <summary>The first source of the neighbour that the best path is from, 0 for none.</summary>
    public ushort BestNeighbour(int prefixId)
    {
        ushort source = BestSource(prefixId);
        return _lanes == 0 || source == 0 ? source : _sources[source]!.Neighbour;
    }

    /// <summary>The attribute set of the best path, 0 for none.</summary>
    public int BestSet(int prefixId) => prefixId < _stateLimit ? _states[prefixId].BestSet : 0;

    public RibSource? Source(ushort index) => index < _sources.Length ? _sources[index] : null;

    /// <summary>Every source that has columns here.</summary>
    public IEnumerable<RibSource> Sources => _sources.OfType<RibSource>();

    /// <summary>The set in use from a source after import, 0 for none.</summary>
    public int AcceptedFrom(ushort source, int prefixId) => _accepted[source]?[prefixId] ?? 0;

    /// <summary>The set that a source sent, before import; 0 for none.</summary>
    public int ReceivedFrom(ushort source, int prefixId)
    {
        int different = _received[source]?[prefixId] ?? 0;
        return different != 0 ? different : AcceptedFrom(source, prefixId);
    }

    /// <summary>The identifier of a source's path, null when its paths have none.</summary>
    public uint? PathId(ushort source, int prefixId) => _pathIds[source] is { } ids ? (uint)ids[prefixId] : null;

    public int AcceptedCount(ushort source) => _accepted[source]?.Count ?? 0;

    /// <summary>Routes of a source that are kept but not used.</summary>
    public int RefusedCount(ushort source) => (_received[source]?.Count ?? 0) - _changed[source];

    /// <summary>The source is the same, but ranks or may be told differently from now on.</summary>
    public void ReplaceSource(RibSource source) => _sources[source.Index] = source;

    public void AddSource(RibSource source)
    {
        int index = source.Index;
        if (index >= _sources.Length)
        {
            int size = Math.Max(index + 1, _sources.Length * 2);
            Array.Resize(ref _sources, size);
            Array.Resize(ref _accepted, size);
            Array.Resize(ref _received, size);
            Array.Resize(ref _changed, size);
            Array.Resize(ref _pathIds, size);
        }

        _sources[index] = source;
        _accepted[index] = new Column();
        _received[index] = new Column();
        _pathIds[index] = source.PathIds.Has(Family) ? new Column() : null;
        _lanes += source.Neighbour == source.Index ? 0 : 1;
    }

    /// <summary>Takes out every path of a source, and then the source itself.</summary>
    public void RemoveSource(RibSource source)
    {
        Clear(source);
        _accepted[source.Index]!.Release();
        _received[source.Index]!.Release();
        _pathIds[source.Index]?.Release();
        _accepted[source.Index] = null;
        _received[source.Index] = null;
        _pathIds[source.Index] = null;
        _lanes -= source.Neighbour == source.Index ? 0 : 1;
        _sources[source.Index] = null;
        ForgetNeighbourAses(source.Index);
    }

    /// <summary>Takes out every path of a source.</summary>
    public void Clear(RibSource source)
    {
        Column accepted = _accepted[source.Index]!;
        Column received = _received[source.Index]!;
        for (int id = accepted.Next(0); id >= 0; id = accepted.Next(id + 1))
        {
            Withdraw(source, id);
        }

        for (int id = received.Next(0); id >= 0; id = received.Next(id + 1))
        {
            Withdraw(source, id);
        }
    }

    /// <summary>The next prefix at or after <paramref name="prefixId"/> that a source sent, or -1.</summary>
    public int NextFrom(ushort source, int prefixId)
    {
        int accepted = _accepted[source]?.Next(prefixId) ?? -1;
        int received = _received[source]?.Next(prefixId) ?? -1;
        return accepted < 0 ? received : received < 0 ? accepted : Math.Min(accepted, received);
    }

    /// <summary>A reader has told somebody about the prefix: it keeps its number until <see cref="Unhold"/>.</summary>
    public void Hold(int prefixId) => _states[prefixId].Holders++;

    /// <summary>A reader has told everybody that the prefix is gone.</summary>
    public void Unhold(int prefixId)
    {
        _states[prefixId].Holders--;
        FreeIfUnused(prefixId);
    }

    /// <summary>Lets every reader look at a prefix again although its paths are the same.</summary>
    public void Touch(int prefixId)
    {
        TouchExports(prefixId);
        ForwardingJournal.Append(prefixId);
    }

    /// <summary>As <see cref="Touch"/>, for those who tell neighbours.</summary>
    public void TouchExports(int prefixId)
    {
        BestJournal.Append(prefixId);
        PathJournal.Append(prefixId);
    }

    private int Known(int prefixId)
    {
        if (prefixId >= _stateLimit)
        {
            _states.EnsureLength(prefixId + 1);
            _stateLimit = prefixId + 1;
        }

        return prefixId;
    }

    private void FreeIfUnused(int prefixId)
    {
        ref PrefixState state = ref _states[prefixId];
        if (state.Entries == 0 && state.Holders == 0)
        {
            _prefixes.Remove(prefixId);
        }
    }
}
