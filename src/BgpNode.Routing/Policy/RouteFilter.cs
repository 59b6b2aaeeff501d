using System.Buffers;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Attributes;

namespace BgpNode.Routing.Policy;

/// <summary>
/// A filter at work: decodes an attribute set once for a run of prefixes that share it, and not at all when nobody looks. Sets
/// that its rules derive are made once and kept while the cache is small.
/// </summary>
internal sealed class RouteFilter(IFilter filter, AttributeTable attributes, bool isExternalImport = false)
{
    // The cache holds sets alive: beyond this it begins anew.
    private const int MaxDerived = 4096;

    // Octets of attributes. Half of the longest message leaves room for whatever the rule adds.
    private const int MaxChangeable = MessageFraming.MaxExtendedLength / 2;

    private static readonly PathAttributes NotLookedAt = new();

    private readonly Dictionary<(int Set, Family Family, IRouteChange Change), int> _derived = [];
    private readonly Dictionary<int, (bool Med, bool NextHop)> _made = []; // derived set to what policy set of it
    private readonly ArrayBufferWriter<byte> _wire = new(256);
    private int _lastSet;
    private PathAttributes _decoded = NotLookedAt;

    public bool TestsPrefix => filter.TestsPrefix;

    /// <summary>Whether some rule changes what it accepts.</summary>
    public bool Changes => filter.Changes;

    /// <summary>Null for no filter.</summary>
    public static RouteFilter? Of(IFilter? filter, AttributeTable attributes) => filter is null ? null : new RouteFilter(filter, attributes);

    /// <summary>For routes that come in. Null for no filter.</summary>
    public static RouteFilter? OfImport(IFilter? filter, AttributeTable attributes, bool isExternal) =>
        filter is null ? null : new RouteFilter(filter, attributes, isExternal);

    /// <summary>A set's number may have been given to another one since; derived sets that nobody asked to keep may go now.</summary>
    public void Forget()
    {
        _lastSet = 0;
        if (_derived.Count > MaxDerived)
        {
            Release();
        }
    }

    /// <summary>Whether <see cref="Judge"/> wants the link of own routes.</summary>
    public bool TestsLink => filter.TestsLink;

    public FilterVerdict Judge(int setId, Prefix prefix, bool isLearned, string? link = null)
    {
        if (filter.TestsAttributes && setId != _lastSet)
        {
            _decoded = attributes[setId].Decode(prefix.Family);
            _lastSet = setId;
        }

        return filter.Judge(prefix, _decoded, isLearned, link);
    }

    /// <summary>
    /// The set that an accepted route goes on with: <paramref name="setId"/> itself without a change. Valid until
    /// <see cref="Forget"/> or <see cref="Release"/>, unless the caller takes a reference. 0 when there are too many attributes to change.
    /// </summary>
    public int Changed(int setId, Family family, IRouteChange? change)
    {
        if (change is null)
        {
            return setId;
        }

        if (_derived.TryGetValue((setId, family, change), out int derived))
        {
            return derived;
        }

        if (attributes[setId].Wire.Length > MaxChangeable)
        {
            return 0;
        }

        PathAttributes changed = Apply(change, attributes[setId].Decode(family));
        _wire.ResetWrittenCount();
        changed.Write(_wire, fourOctetAs: true);
        Span<byte> nextHop = stackalloc byte[32];
        derived = attributes.Intern(_wire.WrittenSpan, nextHop[..WriteNextHop(changed, nextHop)]);
        attributes.AddReference(setId); // while it is a key here, its number is not given to another set
        _derived.Add((setId, family, change), derived);
        _made[derived] = (change.SetsMed || HasMedOfPolicy(derived), change.SetsNextHop || HasNextHopOfPolicy(derived));

        return derived;
    }

    /// <summary>Whether policy gave a derived set its MED.</summary>
    public bool HasMedOfPolicy(int setId) => _made.GetValueOrDefault(setId).Med;

    /// <summary>Whether policy gave a derived set its next hop, which is then not replaced.</summary>
    public bool HasNextHopOfPolicy(int setId) => _made.GetValueOrDefault(setId).NextHop;

    /// <summary>Whether a rule made the set: its communities speak to the neighbour then, not to us.</summary>
    public bool Made(int setId) => _made.ContainsKey(setId);

    /// <summary>Lets go of derived sets; whoever uses one holds a reference of its own.</summary>
    public void Release()
    {
        foreach (((int set, _, _), int derived) in _derived)
        {
            attributes.Release(derived);
            attributes.Release(set);
        }

        _derived.Clear();
        _made.Clear();
        _lastSet = 0;
    }

    // RFC 8326 §4: what is about to go stays the last choice whatever preference a rule gives, unless the rule takes the community away.
    private PathAttributes Apply(IRouteChange change, PathAttributes route)
    {
        if (!isExternalImport)
        {
            return change.Apply(route);
        }

        PathAttributes changed = change.Apply(route with { LocalPref = null }); // it can only be the mark of the community
        return changed.Communities.Contains(Community.GracefulShutdown.Value) ? changed with { LocalPref = 0 } : changed;
    }

    private static int WriteNextHop(PathAttributes from, Span<byte> nextHop)
    {
        int length = from.NextHop?.WriteTo(nextHop) ?? 0;
        return length == 16 && from.LinkLocalNextHop is { } second && second != from.NextHop
            ? length + second.WriteTo(nextHop[length..])
            : length;
    }
}
