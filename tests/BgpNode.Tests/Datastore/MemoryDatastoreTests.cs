using System.Threading.Channels;
using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.TestKit.Datastore;
using Xunit;

namespace BgpNode.Tests.Datastore;

public class MemoryDatastoreTests
{
    [Fact]
    public async Task It_tells_what_a_test_does_to_it()
    {
        var store = new MemoryDatastore();
        store.Put("apiVersion: projectcalico.org/v3\nkind: Node\nmetadata: { name: a }");
        var events = Channel.CreateUnbounded<DatastoreEvent>();
        using var stop = new CancellationTokenSource();
        Task running = store.RunAsync(events.Writer, stop.Token);
        store.Put("apiVersion: projectcalico.org/v3\nkind: Node\nmetadata: { name: b }");
        await store.DeleteAsync(new ResourceKey(ResourceKind.Node, "", "a"), default);

        Assert.IsType<ConnectionChanged>(await events.Reader.ReadAsync());
        Assert.Equal("1", Assert.IsType<Synced>(await events.Reader.ReadAsync()).Revision);
        Assert.NotNull(Assert.IsType<Changed>(await events.Reader.ReadAsync()).Resource);
        Assert.Null(Assert.IsType<Changed>(await events.Reader.ReadAsync()).Resource);
        Assert.Throws<ArgumentException>(() => store.Put("kind: Nod"));
        await stop.CancelAsync();
        await running;
    }
}
