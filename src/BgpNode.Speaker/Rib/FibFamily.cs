using System.Collections;
using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <summary>The forwarding table's place in one family: where it reads, and which prefixes the sink knows.</summary>
internal sealed class FibFamily(FamilyRib rib)
{
    private readonly JournalReader _reader = rib.ForwardingJournal.Open();
    private readonly BitArray _told = new(1024);
    private int _walk;

    public FamilyRib Rib => rib;

    /// <summary>The next prefix to tell about: of the journal, or of the walk over the table that a new reader begins with.</summary>
    public bool TryRead(out int prefixId)
    {
        if (_reader.FellOff)
        {
            _walk = 0;
            _reader.SkipToHead();
        }

        while (_reader.TryRead(out prefixId))
        {
            if (prefixId < _walk)
            {
                return true;
            }
        }

        if (_walk < rib.IdLimit)
        {
            prefixId = _walk++;
            return true;
        }

        _walk = int.MaxValue;
        return false;
    }

    public bool HasPassed(long sequence) => _walk == int.MaxValue && _reader.Cursor >= sequence;

    public bool WasTold(int prefixId) => prefixId < _told.Length && _told[prefixId];

    public void Told(int prefixId, bool has)
    {
        if (prefixId >= _told.Length)
        {
            _told.Length = Math.Max(prefixId + 1, _told.Length * 2);
        }

        if (has == _told[prefixId])
        {
            return;
        }

        _told[prefixId] = has;
        if (has)
        {
            rib.Hold(prefixId);
        }
        else
        {
            rib.Unhold(prefixId);
        }
    }
}
