using BgpNode.Net;
using BgpNode.Routing.Rib;

namespace BgpNode.Routing.Export;

/// <summary>All update groups: who enters, splits off, and joins again.</summary>
internal sealed class UpdateGroups(RibTables tables)
{
    private readonly List<UpdateGroup> _groups = [];

    public IReadOnlyList<UpdateGroup> Groups => _groups;

    /// <summary>Every group that is not waiting for a slow member has packed every change.</summary>
    public bool HaveHeardAll => _groups.TrueForAll(g => g.HasHeardAll || g.Backlog > UpdateGroup.MaxBacklog);

    /// <summary>A new neighbour: it gets the whole table, then End-of-RIB.</summary>
    public void Join(GroupMember member)
    {
        UpdateGroup? group = _groups.Find(g => g.IsFresh && g.Key == member.Key);
        if (group is null)
        {
            group = new UpdateGroup(member.Key, tables, null);
            _groups.Add(group);
        }

        member.Enter(group.Log);
        group.Add(member);
    }

    public void Leave(GroupMember member)
    {
        UpdateGroup group = member.Group;
        group.Remove(member);
        if (group.Members.Count == 0)
        {
            group.Close();
            _groups.Remove(group);
        }
    }

    /// <summary>Sends a family again (RFC 2918 §4), between marks if the neighbour knows them (RFC 7313 §4).</summary>
    public void Resend(GroupMember member, Family family, bool marks) => Alone(member, member.Key).Family(family)?.Resend(marks);

    /// <summary>The neighbour is to be sent something else from now on: it is told everything that it may have, and what it may not have is withdrawn.</summary>
    public void ChangeKey(GroupMember member, ExportKey key)
    {
        if (member.Key == key)
        {
            return;
        }

        UpdateGroup own = Alone(member, key);
        foreach (Family family in FamilyExtensions.All)
        {
            own.Family(family)?.Resend(marks: false);
        }
    }

    /// <summary>Packs some of what is to be told. Returns whether there is more to do right now.</summary>
    public bool Pump()
    {
        bool more = false;
        foreach (UpdateGroup group in _groups.ToArray())
        {
            if (group.Backlog <= UpdateGroup.MaxBacklog)
            {
                more |= group.Pump();
            }
            else
            {
                more |= SplitOffSlow(group);
            }
        }

        Merge();
        return more;
    }

    /// <summary>Whether every group has packed what happened before these places in a family's journals for exports.</summary>
    public bool HavePassed(Family family, long best, long paths) =>
        _groups.TrueForAll(g => g.Family(family) is not { } export || export.HasPassed(best, paths));

    // The group waits until its members have caught up, unless all but some have: those go on alone, at their own pace.
    private bool SplitOffSlow(UpdateGroup group)
    {
        foreach (GroupMember member in group.Members.Where(m => m.Backlog > UpdateGroup.LowBacklog))
        {
            member.WatchBelow(UpdateGroup.LowBacklog);
        }

        GroupMember[] slow = [.. group.Members.Where(m => m.Backlog > UpdateGroup.MaxBacklog)];
        if (group.Members.Count == 1 || slow.Length == 0 || group.Members.Any(m => m.Backlog is > UpdateGroup.LowBacklog and <= UpdateGroup.MaxBacklog)
            || slow.Length == group.Members.Count)
        {
            return slow.Length == 0;
        }

        foreach (GroupMember member in slow)
        {
            _groups.Add(group.Detach(member, member.Key));
        }

        return true;
    }

    private void Merge()
    {
        for (int i = 0; i < _groups.Count; i++)
        {
            for (int j = _groups.Count - 1; j > i; j--)
            {
                (UpdateGroup into, UpdateGroup from) = (_groups[i], _groups[j]);
                if (into.IsCurrent && from.IsCurrent && into.Key == from.Key
                    && into.Backlog <= UpdateGroup.LowBacklog && from.Backlog <= UpdateGroup.LowBacklog)
                {
                    from.MergeInto(into);
                    _groups.RemoveAt(j);
                }
            }
        }
    }

    private UpdateGroup Alone(GroupMember member, ExportKey key)
    {
        if (member.Group.Members.Count == 1 && member.Key == key)
        {
            return member.Group;
        }

        UpdateGroup group = member.Group;
        UpdateGroup own = group.Detach(member, key);
        _groups.Add(own);
        if (group.Members.Count == 0)
        {
            group.Close();
            _groups.Remove(group);
        }

        return own;
    }
}
