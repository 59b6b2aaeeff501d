using BgpNode.Kernel;
using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;

namespace BgpNode.Reconciler.Fib;

/// <summary>
/// Our nexthop objects, wanted and actual. Pure state without I/O; it belongs to the FIB loop. The kernel keeps an object's
/// protocol number and compares it nowhere, so our numbers are a range of their own.
/// </summary>
/// <param name="protocol">The protocol number of our routes.</param>
internal sealed class NexthopTable(byte protocol)
{
    private const int RangeBits = 20;

    private readonly Dictionary<NextHops, NexthopObject> _byKey = [];
    private readonly Dictionary<NextHop, NexthopObject> _members = [];
    private readonly Dictionary<uint, NexthopObject> _byId = [];
    private readonly HashSet<uint> _foreign = [];
    private readonly List<NexthopObject> _queue = [];
    private readonly List<NexthopObject> _doomed = [];
    private uint _lastId = (uint)protocol << RangeBits;
    private RouteForm _lastPlain = RouteForm.Blackhole;

    /// <summary>False once the kernel has said that it has no nexthop objects.</summary>
    public bool IsSupported { get; private set; } = true;

    /// <summary>Objects of ours that the kernel has.</summary>
    public int Count => _byId.Values.Count(one => one.Actual is not null);

    public bool HasWork => _queue.Count + _doomed.Count > 0;

    /// <summary>An object that was there when we started, or that an event or an audit shows.</summary>
    /// <returns>False when it is one of ours and not what we thought.</returns>
    public bool Seen(Nexthop nexthop)
    {
        if (nexthop.Id >> RangeBits != protocol)
        {
            return true;
        }

        if (nexthop.Protocol != protocol)
        {
            _foreign.Add(nexthop.Id);
            return true;
        }

        if (!_byId.TryGetValue(nexthop.Id, out NexthopObject? known))
        {
            known = new NexthopObject(nexthop.Id) { Hops = HopsOf(nexthop) };
            _byId.Add(nexthop.Id, known);
        }

        bool expected = known.Wanted is null || nexthop.Equals(known.Actual);
        known.Actual = nexthop;
        return expected;
    }

    /// <summary>Somebody deleted an object; groups lost it as a member, and a group without members is gone as well.</summary>
    /// <returns>Our objects that the kernel has no longer; their routes went with them.</returns>
    public IReadOnlyList<NexthopObject> Removed(uint id)
    {
        _foreign.Remove(id);
        return Drop(one => one.Id == id);
    }

    /// <summary>The kernel dropped the objects of an interface, without an event: it went down, lost its carrier or is gone.</summary>
    /// <returns>Our objects that the kernel has no longer; their routes went with them.</returns>
    public IReadOnlyList<NexthopObject> Flushed(int interfaceIndex) =>
        Drop(one => one.Actual is { IsGroup: false } single && single.InterfaceIndex == interfaceIndex);

    /// <summary>What the kernel's whole list does not show is gone.</summary>
    public IReadOnlyList<NexthopObject> Compare(IReadOnlyList<Nexthop> all, out int wrong)
    {
        wrong = 0;
        var there = new HashSet<uint>(all.Count);
        _foreign.Clear();
        foreach (Nexthop nexthop in all)
        {
            there.Add(nexthop.Id);
            wrong += Seen(nexthop) ? 0 : 1;
        }

        foreach (NexthopObject one in _byId.Values.Where(one => one is { Wanted: null, Actual: not null }))
        {
            one.Hops = HopsOf(one.Actual!); // a group may come before its members
        }

        IReadOnlyList<NexthopObject> gone = Drop(one => !there.Contains(one.Id));
        wrong += gone.Count;
        return gone;
    }

    /// <summary>Something changed on the host: what the kernel refused may be tried again.</summary>
    public void ForgetRefusals()
    {
        foreach (NexthopObject one in _byId.Values)
        {
            one.IsRefused = false;
        }
    }

    /// <summary>Queues what is used and not in the kernel as wanted.</summary>
    public void Repair()
    {
        foreach (NexthopObject one in _byId.Values)
        {
            if (one.Users > 0)
            {
                Enqueue(one);
            }
        }
    }

    /// <summary>The object for the routes of some gateways; null when they had better name their next hops themselves.</summary>
    /// <param name="gateways">As BGP gave them: what stays the same when the way to them changes.</param>
    /// <param name="hops">How they are reached now.</param>
    public NexthopObject? For(NextHops gateways, NextHops hops)
    {
        if (!IsSupported)
        {
            return null;
        }

        bool isGroup = gateways.Count > 1 || hops.Count > 1;
        if (_byKey.TryGetValue(gateways, out NexthopObject? known) && known.Wanted!.IsGroup != isGroup)
        {
            known.Key = null; // the kernel does not turn one into the other; the old one ends with its last route
            _byKey.Remove(gateways);
            known = null;
        }

        NexthopObject? one = isGroup ? Group(known, hops) : Single(known, hops[0]);
        if (one is not null && known is null)
        {
            one.Key = gateways;
            _byKey.Add(gateways, one);
        }

        return one;
    }

    /// <summary>What the kernel's route looks like to us.</summary>
    public RouteForm FormOf(KernelRoute route)
    {
        if (route.NexthopId != 0)
        {
            return _byId.TryGetValue(route.NexthopId, out NexthopObject? one) ? one.Form : new RouteForm(route.Type, route.NextHops, null, route.NexthopId);
        }

        if (_lastPlain.Type != route.Type || !_lastPlain.Via.Equals(route.NextHops))
        {
            _lastPlain = new RouteForm(route.Type, route.NextHops);
        }

        return _lastPlain;
    }

    /// <summary>Takes what is to be written, in the order in which the kernel takes it: members before groups, then what goes.</summary>
    public void TakeWork(List<NexthopObject> objects, List<NexthopWrite> writes)
    {
        foreach (NexthopObject one in _queue.Where(one => one.Wanted is not null && !one.IsAsWanted).OrderBy(one => one.Wanted!.IsGroup))
        {
            objects.Add(one);
            writes.Add(new NexthopWrite(one.Actual is null ? RouteOperation.Add : RouteOperation.Replace, one.Wanted!));
        }

        foreach (NexthopObject one in _doomed)
        {
            objects.Add(one);
            writes.Add(new NexthopWrite(RouteOperation.Delete, one.Actual!));
        }

        _queue.ForEach(one => one.IsQueued = false);
        _queue.Clear();
        _doomed.Clear();
    }

    /// <summary>What the kernel said to one write; true when it is to be written again, otherwise.</summary>
    public bool Judge(NexthopObject one, in NexthopWrite write, int errno)
    {
        switch (write.Operation, errno)
        {
            case (RouteOperation.Delete, _):
                one.Actual = null;
                return false;
            case (_, Errno.None):
                one.Actual = write.Nexthop;
                return false;
            case (_, Errno.NotSupported):
                IsSupported = false;
                return false;
            case (RouteOperation.Add, Errno.Exists):
                Renumber(one);
                break;
            case (RouteOperation.Replace, Errno.NoEntry):
                one.Actual = null;
                break;
            default:
                one.IsRefused = true;
                return false;
        }

        Enqueue(one);
        return true;
    }

    /// <summary>Gives up objects that no route has used for a while; true when there were some.</summary>
    public bool Collect(long now, long patience)
    {
        foreach (NexthopObject one in _byId.Values.Where(one => one.Users > 0 || one.IdleSince == 0))
        {
            one.IdleSince = one.Users > 0 ? 0 : now;
        }

        NexthopObject[] idle = [.. _byId.Values.Where(one => one.IdleSince != 0 && now - one.IdleSince >= patience)];
        foreach (NexthopObject one in idle)
        {
            Forget(one);
            if (one.Actual is not null)
            {
                _doomed.Add(one);
            }
        }

        return idle.Length > 0;
    }

    private NexthopObject? Single(NexthopObject? known, NextHop hop)
    {
        NexthopObject one = known ?? Unclaimed(NextHops.Of(hop), isGroup: false) ?? New();
        Want(one, new Nexthop(one.Id, protocol, hop.Gateway!.Value.Family, hop.Gateway, hop.InterfaceIndex, hop.OnLink), [], NextHops.Of(hop));
        return one.IsRefused ? null : one;
    }

    private NexthopObject? Group(NexthopObject? known, NextHops hops)
    {
        var members = new NexthopObject[hops.Count];
        for (int i = 0; i < members.Length; i++)
        {
            NextHop hop = hops[i] with { Weight = 1 };
            if (Single(_members.GetValueOrDefault(hop), hop) is not { } member)
            {
                return null;
            }

            _members[hop] = member;
            members[i] = member;
        }

        NexthopObject one = known ?? Unclaimed(hops, isGroup: true) ?? New();
        Want(one, Nexthop.Group(one.Id, protocol, [.. members.Select((member, i) => new NexthopMember(member.Id, hops[i].Weight))]), members, hops);
        return one.IsRefused ? null : one;
    }

    private void Want(NexthopObject one, Nexthop wanted, NexthopObject[] members, NextHops hops)
    {
        Array.ForEach(members, member => member.Users++);
        Array.ForEach(one.Members, member => member.Users--);
        (one.Wanted, one.Members, one.Hops, one.IdleSince) = (wanted, members, hops, 0);
        Enqueue(one);
    }

    private void Enqueue(NexthopObject one)
    {
        if (!one.IsQueued && !one.IsRefused && one.Wanted is not null && !one.IsAsWanted)
        {
            one.IsQueued = true;
            _queue.Add(one);
        }
    }

    // What the run before left and nobody has asked for yet: its routes then are as wanted without a write.
    private NexthopObject? Unclaimed(NextHops hops, bool isGroup) =>
        _byId.Values.FirstOrDefault(one => one is { Wanted: null, Actual: not null } && one.Actual.IsGroup == isGroup && HopsOf(one.Actual).Equals(hops));

    private NexthopObject New()
    {
        var one = new NexthopObject(FreeId());
        _byId.Add(one.Id, one);
        return one;
    }

    // Another program has the number: it keeps it.
    private void Renumber(NexthopObject one)
    {
        _foreign.Add(one.Id);
        _byId.Remove(one.Id);
        one.Id = FreeId();
        one.Wanted = one.Wanted! with { Id = one.Id };
        _byId.Add(one.Id, one);
        foreach (NexthopObject group in _byId.Values.Where(group => group.Members.Contains(one)))
        {
            group.Wanted = group.Wanted! with { Members = [.. group.Members.Select((member, i) => new NexthopMember(member.Id, group.Wanted.Members[i].Weight))] };
            Enqueue(group);
        }
    }

    private uint FreeId()
    {
        do
        {
            _lastId = ((uint)protocol << RangeBits) | ((_lastId + 1) & ((1u << RangeBits) - 1));
        }
        while (_lastId << (32 - RangeBits) == 0 || _byId.ContainsKey(_lastId) || _foreign.Contains(_lastId));
        return _lastId;
    }

    private void Forget(NexthopObject one)
    {
        Array.ForEach(one.Members, member => member.Users--);
        _byId.Remove(one.Id);
        if (one.Key is { } key)
        {
            _byKey.Remove(key);
        }

        if (one.Wanted is { IsGroup: false } && _members.GetValueOrDefault(one.Hops[0]) == one)
        {
            _members.Remove(one.Hops[0]);
        }
    }

    private List<NexthopObject> Drop(Predicate<NexthopObject> isGone)
    {
        List<NexthopObject> gone = [.. _byId.Values.Where(one => one.Actual is not null && isGone(one))];
        gone.ForEach(one => one.Actual = null);
        if (gone.Count == 0)
        {
            return gone;
        }

        foreach (NexthopObject group in _byId.Values.Where(one => one.Actual is { IsGroup: true }).ToArray())
        {
            NexthopMember[] left = [.. group.Actual!.Members.Where(member => !gone.Exists(one => one.Id == member.Id))];
            if (left.Length == 0)
            {
                group.Actual = null;
                gone.Add(group);
            }
            else if (left.Length < group.Actual.Members.Length)
            {
                group.Actual = group.Actual with { Members = [.. left] };
            }
        }

        return gone;
    }

    private NextHops HopsOf(Nexthop nexthop) => nexthop.IsGroup
        ? NextHops.Of([.. nexthop.Members.Where(member => _byId.GetValueOrDefault(member.Id)?.Actual is not null).Select(member => HopOf(_byId[member.Id].Actual!, member.Weight))])
        : NextHops.Of(HopOf(nexthop, 1));

    private static NextHop HopOf(Nexthop nexthop, ushort weight) => new(nexthop.Gateway, nexthop.InterfaceIndex, weight, nexthop.OnLink);
}
