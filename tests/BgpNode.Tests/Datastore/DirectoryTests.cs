using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using BgpNode.Datastore;
using BgpNode.Datastore.Files;
using BgpNode.Datastore.Resources;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace BgpNode.Tests.Datastore;

public sealed class DirectoryTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<DatastoreEvent> _events = Channel.CreateUnbounded<DatastoreEvent>();
    private Task _running = Task.CompletedTask;

    private static readonly ResourceKey Tor = new(ResourceKind.BGPPeer, "", "tor");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "VSTHRD003", Justification = "The test started it.")]
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_directory_is_read_and_followed()
    {
        _directory.Write("a.yaml", Peer("tor", "192.0.2.1") + "---\n" + Peer("tor2", "192.0.2.2"));
        _directory.Write(".hidden.yaml", "not: [yaml");
        _directory.Write("a.yaml~", "not: [yaml");
        _directory.Write("b.json", """{"apiVersion":"projectcalico.org/v3","kind":"BGPConfiguration","metadata":{"name":"default"}}""");
        Start();
        Synced synced = await Next<Synced>();
        Assert.Equal(["BGPConfiguration default", "BGPPeer tor", "BGPPeer tor2"], synced.All.Select(stored => stored.Resource.Key.ToString()));
        Assert.Empty(synced.Problems);
        Assert.EndsWith("a.yaml:1", synced.All[1].Source, StringComparison.Ordinal);

        long started = Stopwatch.GetTimestamp();
        _directory.Write("a.yaml", Peer("tor", "192.0.2.9"));
        Changed[] changes = [await Next<Changed>(), await Next<Changed>()];
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5)); // 100 ms is the aim; a loaded machine may be slow
        Assert.Equal("192.0.2.9", PeerOf(changes[0]).Spec.PeerAddress.ToString());
        Assert.Equal(("BGPPeer tor2", null), (changes[1].Key.ToString(), changes[1].Resource));
    }

    [Fact]
    public async Task A_bad_version_leaves_the_last_good_one_in_force()
    {
        _directory.Write("a.yaml", Peer("tor", "192.0.2.1"));
        Start();
        await Next<Synced>();

        _directory.Write("a.yaml", Peer("tor", "192.0.2.999"));
        ProblemsChanged bad = await Next<ProblemsChanged>();
        Assert.Equal(2, bad.Problems.Count);
        Assert.Contains("'192.0.2.999' is not an IP address", bad.Problems[0].Message, StringComparison.Ordinal);
        Assert.Matches(@"^BGPPeer tor has an error; its last good version \(of .*Z\) stays in force$", bad.Problems[1].Message);

        _directory.Write("a.yaml", Peer("tor", "192.0.2.2"));
        Assert.Equal("192.0.2.2", PeerOf(await Next<Changed>()).Spec.PeerAddress.ToString());
        Assert.Empty((await Next<ProblemsChanged>()).Problems);
    }

    [Theory]
    [InlineData("apiVersion: projectcalico.org/v3\nkind: BGPPeer\nmetadata: { na")] // half written
    [InlineData("apiVersion: projectcalico.org/v3\nkind: BGPPeer\nmetadata: { nam: tor }\nspec: { peerIP: 192.0.2.1 }")] // nobody can say which it is
    public async Task A_file_that_cannot_be_understood_deletes_nothing(string broken)
    {
        _directory.Write("a.yaml", Peer("tor", "192.0.2.1") + "---\n" + Peer("tor2", "192.0.2.2"));
        Start();
        await Next<Synced>();
        _directory.Write("a.yaml", broken);
        Assert.NotEmpty((await Next<ProblemsChanged>()).Problems);
        _directory.Write("a.yaml", Peer("tor", "192.0.2.1"));
        Assert.Equal("BGPPeer tor2", (await Next<Changed>()).Key.ToString()); // gone only now
    }

    [Fact]
    public async Task Versions_that_were_good_before_a_restart_stand_in_for_bad_ones()
    {
        string path = _directory.Write("a.yaml", Peer("tor", "192.0.2.1"));
        StoredResource good = Assert.Single(DirectoryDatastore.Check(_directory.Path).Resources);
        File.WriteAllText(path, Peer("tor", "x"));
        Start([good]);
        Synced synced = await Next<Synced>();
        Assert.Equal(good.Resource, Assert.Single(synced.All).Resource);
        Assert.NotEmpty(synced.Problems);
    }

    [Fact]
    public async Task A_directory_that_comes_later_is_read_when_it_comes()
    {
        Directory.Delete(_directory.Path);
        Start();
        Assert.False((await Next<ConnectionChanged>()).Up);
        Assert.Contains("does not exist", (await Next<ProblemsChanged>()).Problems[0].Message, StringComparison.Ordinal);
        Directory.CreateDirectory(_directory.Path);
        _directory.Write("a.yaml", Peer("tor", "192.0.2.1"));
        Assert.True((await Next<ConnectionChanged>()).Up);
        await Next<Synced>();
    }

    [Fact]
    public async Task A_directory_that_goes_away_deletes_nothing()
    {
        _directory.Write("a.yaml", Peer("tor", "192.0.2.1"));
        Start();
        await Next<Synced>();
        Directory.Move(_directory.Path, _directory.Path + ".old");
        ConnectionChanged gone = await Next<ConnectionChanged>();
        Assert.False(gone.Up);
        Directory.Move(_directory.Path + ".old", _directory.Path);
        Assert.True((await Next<ConnectionChanged>()).Up);
        _directory.Write("a.yaml", Peer("tor", "192.0.2.7"));
        Assert.Equal("192.0.2.7", PeerOf(await Next<Changed>()).Spec.PeerAddress.ToString()); // and the new one is followed
    }

    [Fact]
    public void The_same_resource_in_two_files_is_told_at_both_places()
    {
        string first = _directory.Write("a.yaml", Peer("tor", "192.0.2.1"));
        string second = _directory.Write("b.yaml", "# mine\n" + Peer("tor", "192.0.2.2"));
        DirectoryCheck check = DirectoryDatastore.Check(_directory.Path);
        Assert.Equal("192.0.2.1", ((BgpPeerResource)Assert.Single(check.Resources).Resource).Spec.PeerAddress.ToString());
        Assert.Equal(
            [$"{second}:2:1: error: BGPPeer tor is also in {first}:1, which is used; remove one of them", $"{first}:1:1: warning: BGPPeer tor is also in {second}:2; this one is used"],
            check.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void A_file_that_cannot_be_decoded_is_a_problem()
    {
        File.WriteAllBytes(Path.Combine(_directory.Path, "a.yaml"), [(byte)'a', (byte)'\n', 0xff, 0xfe]);
        Problem problem = Assert.Single(DirectoryDatastore.Check(_directory.Path).Problems);
        Assert.Equal(("the text is not UTF-8", 2), (problem.Message, problem.Line));
    }

    [Fact]
    public async Task Apply_writes_a_file_of_its_own_and_delete_removes_it()
    {
        var store = Store([]);
        string path = Path.Combine(_directory.Path, "bgppeer-tor.yaml");
        Assert.Equal(ApplyOutcome.Created, (await store.ApplyAsync(Document("192.0.2.1"), default)).Outcome);
        Assert.Equal("apiVersion: projectcalico.org/v3\nkind: BGPPeer\nmetadata:\n  name: tor\nspec:\n  peerIP: \"192.0.2.1\"\n", await File.ReadAllTextAsync(path));
        Assert.Equal(ApplyOutcome.Unchanged, (await store.ApplyAsync(Document("192.0.2.1"), default)).Outcome);
        Assert.Equal(ApplyOutcome.Updated, (await store.ApplyAsync(Document("192.0.2.2"), default)).Outcome);
        ApplyResult refused = await store.ApplyAsync(Document("nonsense"), default);
        Assert.Equal(ApplyOutcome.Refused, refused.Outcome);
        Assert.Equal("spec.peerIP", Assert.Single(refused.Problems).Path);
        Assert.Equal(ApplyOutcome.Deleted, (await store.DeleteAsync(Tor, default)).Outcome);
        Assert.Equal(ApplyOutcome.NotFound, (await store.DeleteAsync(Tor, default)).Outcome);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task A_hand_written_file_of_several_resources_is_not_touched()
    {
        string path = _directory.Write("all.yaml", Peer("a", "192.0.2.1") + "---\n" + Peer("tor", "192.0.2.2"));
        string before = await File.ReadAllTextAsync(path);
        ApplyResult applied = await Store([]).ApplyAsync(Document("192.0.2.3"), default);
        ApplyResult deleted = await Store([]).DeleteAsync(Tor, default);
        Assert.Equal((ApplyOutcome.Refused, ApplyOutcome.Refused), (applied.Outcome, deleted.Outcome));
        Assert.Contains($"{path}:6 among other resources", applied.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(path));
    }

    private static string Peer(string name, string address) =>
        $"apiVersion: projectcalico.org/v3\nkind: BGPPeer\nmetadata: {{ name: {name} }}\nspec: {{ peerIP: {address} }}\n";

    private static JsonObject Document(string address) => JsonNode.Parse(
        $$"""{"apiVersion":"projectcalico.org/v3","kind":"BGPPeer","metadata":{"name":"tor"},"spec":{"peerIP":"{{address}}"} }""")!.AsObject();

    private static BgpPeerResource PeerOf(Changed changed) => Assert.IsType<BgpPeerResource>(changed.Resource!.Resource);

    private DirectoryDatastore Store(IReadOnlyList<StoredResource> lastGood) =>
        new(_directory.Path, TimeProvider.System, NullLogger.Instance) { LastGood = lastGood };

    private void Start(IReadOnlyList<StoredResource>? lastGood = null) => _running = Store(lastGood ?? []).RunAsync(_events.Writer, _stop.Token);

    private async Task<T> Next<T>()
        where T : DatastoreEvent
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            if (await _events.Reader.ReadAsync(limit.Token) is T wanted)
            {
                return wanted;
            }
        }
    }
}
