using BgpNode.Routing.Attributes;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Routing.Attributes;

public class AttributeTableTests
{
    private static readonly byte[] Canonical = [0x40, 1, 1, 0, 0x40, 2, 6, 2, 1, 0, 0, 0xfd, 0xe9, 0x40, 3, 4, 192, 0, 2, 1];
    private static readonly byte[] Received = [0x40, 2, 6, 2, 1, 0, 0, 0xfd, 0xe9, 0x40, 1, 1, 0, 0x40, 3, 4, 192, 0, 2, 1];

    [Fact]
    public void Equal_attributes_have_one_number_and_different_next_hops_two()
    {
        var table = new AttributeTable();
        int first = table.Intern(Canonical, [192, 0, 2, 1]);
        Assert.Equal(first, table.Intern(Canonical, [192, 0, 2, 1]));
        Assert.NotEqual(first, table.Intern(Canonical, [192, 0, 2, 2]));
        Assert.Equal(2, table.References(first));
        Assert.Equal((1, 65001u), (table.RankOf(first).AsPathLength, table.RankOf(first).NeighbourAs));
    }

    [Fact]
    public void A_received_form_is_found_again_under_the_same_rules_only_and_goes_with_its_set()
    {
        var table = new AttributeTable();
        int set = table.AddReceived(Received, 1, [], Canonical, AttributeTable.HashOf(Received, []));
        Assert.Equal(set, Find(table, 1, []));
        Assert.Equal(0, Find(table, 2, []));
        Assert.Equal(0, Find(table, 1, [192, 0, 2, 1]));
        Assert.Equal("192.0.2.1", table[set].NextHop.ToString());

        table.Release(set);
        table.Release(set);
        Assert.Equal((0, 0), (table.Count, table.AliasCount));
        Assert.Equal(0, Find(table, 1, []));
        Assert.Equal(set, table.Intern(Canonical, [])); // the number is used again
    }

    [Fact]
    public void A_form_that_is_the_set_itself_is_found_without_being_kept_twice()
    {
        var table = new AttributeTable();
        ulong hash = AttributeTable.HashOf(Canonical, []);
        int set = table.AddReceived(Canonical, 1, [], Canonical, hash);
        Assert.Equal(0, table.AliasCount);
        Assert.Equal(set, table.FindReceived(Canonical, 1, [], hash));
        Assert.Equal(set, table.Intern(Canonical, [192, 0, 2, 1]));
        Assert.Equal(0, table.FindReceived(Canonical, 2, [], hash));

        Assert.Equal(set, table.AddReceived(Canonical, 2, [], Canonical, hash));
        Assert.Equal(1, table.AliasCount);
        Assert.Equal(set, table.FindReceived(Canonical, 2, [], hash));
    }

    [Fact]
    public void Counts_return_to_zero_whatever_comes_and_goes() =>
        Gen.Select(Gen.Int[0, 12], Gen.Int[1, 3], Gen.Bool).Array[0, 400].Sample(steps =>
        {
            var table = new AttributeTable();
            var held = new List<(int Id, int Which)>();
            foreach ((int which, int rulesClass, bool release) in steps)
            {
                if (release && held.Count > 0)
                {
                    (int id, int kind) = held[which % held.Count];
                    Assert.Equal(Numbered(kind), table[id].Wire.ToArray());
                    table.Release(id);
                    held.RemoveAt(which % held.Count);
                    continue;
                }

                byte[] raw = [.. Numbered(which), (byte)rulesClass];
                ulong hash = AttributeTable.HashOf(raw, [192, 0, 2, 1]);
                int found = table.FindReceived(raw, (ushort)rulesClass, [192, 0, 2, 1], hash);
                Assert.True(found == 0 || held.Any(h => h == (found, which)));
                held.Add((found != 0 ? found : table.AddReceived(raw, (ushort)rulesClass, [192, 0, 2, 1], Numbered(which), hash), which));
            }

            Assert.Equal(held.Select(h => h.Which).Distinct().Count(), table.Count);
            held.ForEach(h => table.Release(h.Id));
            Assert.Equal((0, 0), (table.Count, table.AliasCount));
        });

    private static int Find(AttributeTable table, ushort rulesClass, byte[] nextHop) =>
        table.FindReceived(Received, rulesClass, nextHop, AttributeTable.HashOf(Received, nextHop));

    private static byte[] Numbered(int number)
    {
        var canonical = new List<byte> { 0x40, 1, 1, 0, 0xd0, 8, 0, (byte)(4 * number) };
        for (int i = 0; i < number; i++)
        {
            canonical.AddRange([0xfd, 0xe9, 0, (byte)i]);
        }

        return [.. canonical];
    }
}
