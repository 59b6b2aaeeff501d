using BgpNode.Datastore.Etcd;
using BgpNode.Datastore.Resources;
using Etcdserverpb;
using Xunit;

namespace BgpNode.Tests.Datastore;

public sealed class EtcdWatchTests
{
    private const long Listed = 7;

    private readonly WatchCursor _cursor = new(new EtcdList(Listed, ClusterId: 1, RaftTerm: 1, []));

    [Fact]
    public async Task A_watch_created_before_an_event_of_another_watch_goes_on()
    {
        using EtcdConnection connection = await ConnectionAsync();
        var watch = new EtcdWatch(connection, _cursor, TimeProvider.System);
        _cursor.Advance(ResourceKind.BGPPeer, Listed + 1); // came while the answer was on its way
        Assert.Null(watch.Judge(Created(Listed)));
    }

    [Fact]
    public async Task An_etcd_that_is_behind_what_was_seen_before_is_listed_again()
    {
        using EtcdConnection connection = await ConnectionAsync();
        _cursor.Advance(ResourceKind.BGPPeer, Listed + 1);
        var watch = new EtcdWatch(connection, _cursor, TimeProvider.System);
        Assert.True(watch.Judge(Created(Listed))!.Relist);
    }

    private static WatchResponse Created(long revision) =>
        new() { Created = true, Header = new ResponseHeader { ClusterId = 1, Revision = revision } };

    // Opens nothing as long as there is no user to log in.
    private static Task<EtcdConnection> ConnectionAsync() =>
        EtcdConnection.OpenAsync(new EtcdOptions { Endpoints = ["http://127.0.0.1:1"] }, "http://127.0.0.1:1", TimeProvider.System, default);
}
