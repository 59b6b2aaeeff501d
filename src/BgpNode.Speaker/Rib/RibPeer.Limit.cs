using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <summary>The limit on the neighbour's prefixes.</summary>
internal sealed partial class RibPeer
{
    private PrefixWatch[] _watches = [new(), new()];
    private int _acceptAtMost;

    /// <summary>Whether routes of a family are kept unused because of the limit.</summary>
    public bool Blocks(Family family) => _watches[(int)family].Blocks;

    private static int AcceptAtMost(PeerPolicy policy) =>
        policy is { OverLimit: PrefixLimitAction.Block, MaxPrefixes: > 0 } ? policy.MaxPrefixes : int.MaxValue;

    private bool OtherLimit(PeerPolicy policy) =>
        (policy.MaxPrefixes, policy.OverLimit, policy.WarnPercent) != (Policy.MaxPrefixes, Policy.OverLimit, Policy.WarnPercent);

    // What is already in use stays in use; what comes beyond the limit is kept, but not used.
    private int WithinLimit(FamilyRib rib, RibSource lane, int id, int accepted)
    {
        if (accepted == 0 || _acceptAtMost == int.MaxValue)
        {
            return accepted; // asked for every prefix, and nearly always this
        }

        int count = Lanes.Accepted(rib);
        bool within = count < _acceptAtMost || (count == _acceptAtMost && rib.AcceptedFrom(lane.Index, id) != 0);
        _watches[(int)rib.Family].Blocks |= !within;
        return within ? accepted : 0;
    }

    // One route less is not yet room: a neighbour at its limit would have its table gone through with every message.
    private void UseRoom()
    {
        foreach (Family family in FamilyExtensions.All)
        {
            FamilyRib rib = _tables[family];
            if (!_gone && _watches[(int)family].Blocks && Lanes.Accepted(rib) <= _acceptAtMost - Math.Max(1, _acceptAtMost / 100))
            {
                ImportAgain(rib, touch: false);
                CheckLimit(family);
            }
        }
    }

    private bool CheckLimit(Family family)
    {
        if (Policy.MaxPrefixes == 0)
        {
            return true;
        }

        FamilyRib rib = _tables[family];
        PrefixWatch watch = _watches[(int)family];
        int accepted = Lanes.Accepted(rib);
        int count = Policy.OverLimit != PrefixLimitAction.Block ? accepted + Lanes.Refused(rib)
            : watch.Blocks ? Policy.MaxPrefixes + 1 : accepted;
        if (!watch.Look(count, Policy.MaxPrefixes, Policy.WarnPercent))
        {
            return true;
        }

        switch (watch.Level)
        {
            case PrefixLevel.Normal:
                _loop.LogBelowLimit(Name, family.Name(), Policy.MaxPrefixes);
                break;
            case PrefixLevel.Warning:
                _loop.LogNearLimit(Name, count, family.Name(), Policy.MaxPrefixes);
                break;
            case PrefixLevel.Over when Policy.OverLimit == PrefixLimitAction.Restart:
                _loop.LogTooManyPrefixes(Name, family.Name(), Policy.MaxPrefixes);
                Fail(ProtocolError.MaxPrefixesReached(family, (uint)Policy.MaxPrefixes));
                return false;
            default:
                _loop.LogOverLimit(Name, family.Name(), Policy.MaxPrefixes,
                    Policy.OverLimit == PrefixLimitAction.Block ? "further ones are kept unused until there is room" : "they are used all the same");
                break;
        }

        return true;
    }
}
