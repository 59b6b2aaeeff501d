using BgpNode.Routing.Rib;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Routing.Rib;

public class JournalTests
{
    [Fact]
    public void A_prefix_that_changes_often_is_read_once()
    {
        var journal = new Journal(8);
        JournalReader reader = journal.Open();
        foreach (int id in (int[])[1, 2, 1, 1, 2, 3, 1])
        {
            journal.Append(id);
        }

        Assert.Equal([1, 2, 3], Drain(reader));
        journal.Append(2);
        Assert.Equal([2], Drain(reader));
    }

    [Fact]
    public void A_reader_too_far_behind_is_told_so_and_the_others_are_not_held_up()
    {
        var journal = new Journal(4);
        JournalReader slow = journal.Open();
        JournalReader fast = journal.Open();
        for (int id = 0; id < 6; id++)
        {
            journal.Append(id);
            Assert.Equal([id], Drain(fast));
        }

        Assert.True(slow.FellOff);
        slow.SkipToHead();
        Assert.False(slow.FellOff);
        journal.Append(7);
        Assert.Equal([7], Drain(slow));
    }

    [Fact]
    public void Every_reader_that_did_not_fall_off_sees_every_change_after_its_last_look() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 20]).Array[0, 300].Sample(steps =>
        {
            var journal = new Journal(16);
            JournalReader[] readers = [journal.Open(), journal.Open(), journal.Open()];
            HashSet<int>[] unread = [[], [], []];
            foreach ((int what, int id) in steps)
            {
                if (what < 7)
                {
                    journal.Append(id);
                    Array.ForEach(unread, u => u.Add(id));
                    continue;
                }

                JournalReader reader = readers[what - 7];
                if (reader.FellOff)
                {
                    reader.SkipToHead();
                }
                else
                {
                    List<int> read = Drain(reader);
                    Assert.Equal(unread[what - 7].Order(), read.Order());
                }

                unread[what - 7].Clear();
            }
        });

    private static List<int> Drain(JournalReader reader)
    {
        var read = new List<int>();
        while (reader.TryRead(out int id))
        {
            read.Add(id);
        }

        return read;
    }
}
