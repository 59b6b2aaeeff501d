using BgpNode.Net;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Net;

public class PrefixTableTests
{
    private static readonly Gen<Prefix> V4 =
        Gen.Select(Gen.UInt[0, 4095], Gen.Int[0, 32]).Select((bits, length) => new Prefix(Address.V4(bits << 20 | bits), length));

    private static readonly Gen<Prefix> V6 =
        Gen.Select(Gen.ULong[0, 2047], Gen.Int[0, 128]).Select((bits, length) => new Prefix(Address.V6(new UInt128(bits << 53, bits)), length));

    [Fact]
    public void It_behaves_like_a_dictionary_with_dense_numbers() =>
        Gen.OneOf(V4.Array[0, 3000].Select(p => (Family.IPv4, p)), V6.Array[0, 3000].Select(p => (Family.IPv6, p)))
            .Sample((family, prefixes) =>
            {
                var table = new PrefixTable(family);
                var model = new Dictionary<Prefix, int>();
                for (int i = 0; i < prefixes.Length; i++)
                {
                    Prefix prefix = prefixes[i];
                    if (i % 3 == 2 && model.Remove(prefix, out int removed))
                    {
                        Assert.True(table.Remove(removed));
                        Assert.Equal(-1, table.Find(prefix));
                        continue;
                    }

                    int id = table.GetOrAdd(prefix);
                    Assert.Equal(model.TryGetValue(prefix, out int known) ? known : id, id);
                    model[prefix] = id;
                }

                Assert.Equal(model.Count, table.Count);
                Assert.Equal(model.Count, model.Values.Distinct().Count());
                Assert.All(model, pair => Assert.Equal((pair.Value, pair.Key), (table.Find(pair.Key), table[pair.Value])));
                Assert.All(model.Values, id => Assert.InRange(id, 0, table.IdLimit - 1));
            }, iter: 60);

    [Fact]
    public void It_grows_past_its_first_size_and_keeps_every_number()
    {
        var table = new PrefixTable(Family.IPv4);
        for (uint i = 0; i < 100_000; i++)
        {
            Assert.Equal((int)i, table.GetOrAdd(i << 8, 24));
        }

        for (uint i = 0; i < 100_000; i++)
        {
            Assert.Equal((int)i, table.Find(i << 8, 24));
            Assert.Equal(-1, table.Find(i << 8, 23));
        }
    }
}
