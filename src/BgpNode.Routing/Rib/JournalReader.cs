namespace BgpNode.Routing.Rib;

/// <summary>One reader's place in a <see cref="Journal"/>.</summary>
internal sealed class JournalReader(Journal journal)
{
    /// <summary>The next sequence number to read.</summary>
    public long Cursor { get; private set; } = journal.Head;

    public bool AtHead => Cursor == journal.Head;

    /// <summary>Entries that were not read in time are gone: the reader must walk the table. <see cref="SkipToHead"/> goes with that.</summary>
    public bool FellOff => Cursor < journal.Tail;

    /// <summary>The next prefix that changed since it was read last; false at the head.</summary>
    public bool TryRead(out int prefixId)
    {
        while (Cursor < journal.Head)
        {
            if (journal.Counts(Cursor++, out prefixId))
            {
                journal.Passed(Cursor);
                return true;
            }
        }

        journal.Passed(Cursor);
        prefixId = -1;
        return false;
    }

    public void SkipToHead()
    {
        Cursor = journal.Head;
        journal.Passed(Cursor);
    }

    /// <summary>Takes the place of another reader of the same journal.</summary>
    public void MoveTo(JournalReader other) => Cursor = other.Cursor;

    public void Close() => journal.Close(this);
}
