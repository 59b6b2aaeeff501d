using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Routing.Rib;

namespace BgpNode.Routing.Export;

/// <summary>
/// Neighbours that are sent the same: everything is packed once, into one log in which each has its own place. A new neighbour
/// begins in a group of its own, which joins another one when both have packed everything.
/// </summary>
internal sealed class UpdateGroup
{
    /// <summary>Octets that a member may be behind before the group stops packing: memory is bounded, whatever a neighbour does.</summary>
    public const long MaxBacklog = 4 * 1024 * 1024;

    /// <summary>Octets behind from which on a member counts as keeping up again.</summary>
    public const long LowBacklog = 1024 * 1024;

    private readonly FamilyExport?[] _families = new FamilyExport?[2];
    private readonly List<GroupMember> _members = [];
    private GroupMember?[] _memberOf = [];
    private readonly RouteFilter? _filter;
    private ushort _lastSource;
    private int _lastSet;
    private bool _lastExports;
    private long _published;

    public UpdateGroup(ExportKey key, RibTables tables, UpdateGroup? from)
    {
        Key = key;
        Tables = tables;
        _filter = RouteFilter.Of(key.Filter, tables.Attributes);
        Encoder = new ExportEncoder(key, tables.Attributes, tables.Scratch, _filter);
        foreach (Family family in FamilyExtensions.All)
        {
            if (key.Families.Has(family))
            {
                _families[(int)family] = new FamilyExport(this, tables[family], tables.Locals(family), tables.Batch, from?._families[(int)family]);
            }
        }
    }

    public ExportKey Key { get; }

    public RibTables Tables { get; }

    /// <summary>What these neighbours were told before our restart may come from others that are still to be heard.</summary>
    public bool HoldsEndOfRib => Tables.HoldsEndOfRib && Key.Scope == ExportScope.All;

    public OutLog Log { get; } = new();

    public ExportEncoder Encoder { get; }

    public IReadOnlyList<GroupMember> Members => _members;

    /// <summary>Nothing was packed yet: further neighbours may enter at once.</summary>
    public bool IsFresh { get; private set; } = true;

    /// <summary>Octets that its slowest member is behind.</summary>
    public long Backlog => _members.Count == 0 ? 0 : _members.Max(m => m.Backlog);

    /// <summary>Everything that happened so far is packed.</summary>
    public bool IsCurrent => _families.All(f => f is null or { IsCurrent: true });

    /// <summary>Every change is packed, though new members may still be told the table.</summary>
    public bool HasHeardAll => _families.All(f => f is null or { HasHeardAll: true });

    public FamilyExport? Family(Family family) => _families[(int)family];

    public int SentCount(Family family) => _families[(int)family]?.Count ?? 0;

    /// <summary>The member that is this source, or null.</summary>
    public GroupMember? MemberOf(ushort source) => source < _memberOf.Length ? _memberOf[source] : null;

    /// <summary>Whether paths with this source and set are for these neighbours. Runs of prefixes with one set cost one look.</summary>
    public bool Exports(ushort source, int setId, Family family)
    {
        if (source != _lastSource || setId != _lastSet)
        {
            _lastSource = source;
            _lastSet = setId;
            _lastExports = Judge(source, setId) == ExportRefusal.None
                && (ChangesRoutes || Encoder.HasNextHop(Tables.Source(source), setId, family)) // else a rule may give it one
                && (_filter is null || _filter.TestsPrefix || Admits(source, setId, AnyPrefix(family)));
        }

        return _lastExports;
    }

    /// <summary>Why the neighbours get no path with this source and set, whatever its prefix. Communities that a rule may take away are judged by <see cref="Sent"/>.</summary>
    public ExportRefusal Judge(ushort source, int setId) => ChangesRoutes
        ? ExportRules.JudgeSource(Key, Tables.Source(source)!, Tables.Attributes[setId])
        : ExportRules.Judge(Key, Tables.Source(source)!, Tables.Attributes[setId]);

    /// <summary>Whether a filter looks at prefixes, so that <see cref="Admits"/> has to be asked for each.</summary>
    public bool TestsPrefix => _filter is { TestsPrefix: true };

    /// <summary>Whether <see cref="Sent"/> has to be asked what a route is sent with.</summary>
    public bool ChangesRoutes => _filter is { Changes: true };

    /// <summary>What the filter says of one route, and where it says nothing, the scope.</summary>
    public bool Admits(ushort source, int setId, Prefix prefix)
    {
        FilterVerdict verdict = _filter is null ? default : Verdict(source, setId, prefix);
        return verdict.Rule is null ? ExportRules.InScope(Key, Tables.Source(source)!) : verdict.Accepts;
    }

    /// <summary>
    /// The set that an admitted route is sent with: its own unless a rule changes it. 0 when that made it too long to send, or when a
    /// community that it came with, and still has, keeps it here; one that a rule adds is for the neighbours.
    /// </summary>
    public int Sent(ushort source, int setId, Prefix prefix)
    {
        int sent = _filter!.Changed(setId, prefix.Family, Verdict(source, setId, prefix).Change);
        return sent != 0 && StaysHere(setId, sent) == ExportRefusal.None && Encoder.HasNextHop(Tables.Source(source), sent, prefix.Family) ? sent : 0;
    }

    private FilterVerdict Verdict(ushort source, int setId, Prefix prefix)
    {
        bool isLearned = source != RibSource.LocalIndex;
        string? link = !isLearned && _filter!.TestsLink ? Tables.Locals(prefix.Family).Find(Tables[prefix.Family].Find(prefix))?.Route.Interface : null;
        return _filter!.Judge(setId, prefix, isLearned, link);
    }

    private ExportRefusal StaysHere(int setId, int sent) =>
        ExportRules.JudgeCommunities(Key, Tables.Attributes.RankOf(setId).Flags & Tables.Attributes.RankOf(sent).Flags);

    /// <summary>What the neighbours were sent of a route, as values: for display.</summary>
    public PathAttributes Describe(RibSource source, int setId, Prefix prefix)
    {
        _filter?.Forget();
        int sent = ChangesRoutes ? Sent(source.Index, setId, prefix) : setId;
        return Encoder.Describe(source, sent == 0 ? setId : sent, prefix.Family);
    }

    /// <summary>Why a path that the rules let through is still not sent; the filter's rule when it was one.</summary>
    public ExportRefusal Refusal(ushort source, int setId, Prefix prefix, out string? rule)
    {
        rule = null;
        if (_filter is null)
        {
            return Encoder.HasNextHop(Tables.Source(source), setId, prefix.Family) ? ExportRefusal.None : ExportRefusal.NextHop;
        }

        _filter.Forget();
        FilterVerdict verdict = Verdict(source, setId, prefix);
        rule = verdict.Accepts ? null : verdict.Rule;
        if (!Admits(source, setId, prefix))
        {
            return ExportRefusal.Scope;
        }

        int sent = _filter.Changed(setId, prefix.Family, verdict.Change);
        return sent == 0 ? ExportRefusal.TooLong
            : !Encoder.HasNextHop(Tables.Source(source), sent, prefix.Family) ? ExportRefusal.NextHop
            : StaysHere(setId, sent);
    }

    private static Prefix AnyPrefix(Family family) => new(new Address(family, UInt128.Zero), 0);

    /// <summary>A neighbour begins here with what is packed next.</summary>
    public void Add(GroupMember member)
    {
        _members.Add(member);
        member.Group = this;
        if (member.Source.Index >= _memberOf.Length)
        {
            Array.Resize(ref _memberOf, member.Source.Index + 1);
        }

        _memberOf[member.Source.Index] = member;
        foreach (Family family in FamilyExtensions.All)
        {
            member.ResetOwn(family, _families[(int)family]?.CountFrom(member.Source.Index) ?? 0);
        }
    }

    public void Remove(GroupMember member)
    {
        _members.Remove(member);
        _memberOf[member.Source.Index] = null;
    }

    /// <summary>A member goes on in a group of its own, from exactly this place.</summary>
    public UpdateGroup Detach(GroupMember member, ExportKey key)
    {
        var own = new UpdateGroup(key, Tables, this) { IsFresh = false };
        OutChunk end = Log.Tail;
        member.TurnFrom(end, own.Log.Tail);
        Log.Seal();
        Remove(member);
        member.Key = key;
        own.Add(member);
        return own;
    }

    /// <summary>All members go on in another group, which has packed exactly the same.</summary>
    public void MergeInto(UpdateGroup other)
    {
        other.Log.Seal();
        foreach (GroupMember member in _members.ToArray())
        {
            member.TurnFrom(Log.Tail, other.Log.Tail);
            Remove(member);
            other.Add(member);
        }

        Log.Seal();
        Close();
    }

    /// <summary>Packs a batch of each family. Returns whether there may be more to do.</summary>
    public bool Pump()
    {
        IsFresh = false;
        bool more = false;
        foreach (FamilyExport? family in _families)
        {
            _filter?.Forget();
            _lastSet = 0; // a number may have been given to another set since
            more |= family?.Pump() ?? false;
        }

        Publish();
        return more;
    }

    /// <summary>Lets the members see what was packed.</summary>
    public void Publish()
    {
        long grown = Log.Length - _published;
        if (grown == 0)
        {
            return;
        }

        _published = Log.Length;
        Log.Publish();
        foreach (GroupMember member in _members)
        {
            member.Appended(grown);
        }
    }

    public void CountWithdrawn(Family family, int count, Audience audience, ushort source)
    {
        foreach (GroupMember member in _members)
        {
            if (audience == Audience.All || (audience == Audience.Only) == (member.Source.Index == source))
            {
                member.CountWithdrawn(family, count);
            }
        }
    }

    /// <summary>Lets go of the tables; nobody is in the group any more.</summary>
    public void Close()
    {
        _filter?.Release();
        foreach (FamilyExport? family in _families)
        {
            family?.Close();
        }
    }
}
