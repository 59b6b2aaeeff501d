using BgpNode.Datastore.Snapshot;
using BgpNode.TestKit.Datastore;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Datastore;

public sealed class SnapshotTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
    private readonly MemoryDatastore _store = new();

    private SnapshotFile File => new(Path.Combine(_directory.Path, "deep", "intent.snapshot"), _clock);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_was_saved_is_loaded()
    {
        _store.Put("""
            apiVersion: projectcalico.org/v3
            kind: BGPPeer
            metadata: { name: tor, labels: { é: '☃' } }
            spec: { peerIP: 192.0.2.1, asNumber: '1.10' }
            ---
            apiVersion: projectcalico.org/v3
            kind: BGPConfiguration
            metadata: { name: default }
            """);
        Assert.Null(File.Save(_store.All, "42", "etcd x"));
        Assert.True(File.TryLoad("etcd x", out IntentSnapshot? snapshot, out _));
        Assert.Equal(_store.All.Select(stored => (stored.Resource, stored.Revision, stored.Source)), snapshot.Resources.Select(stored => (stored.Resource, stored.Revision, stored.Source)));
        Assert.Equal(("42", "etcd x", _clock.GetUtcNow()), (snapshot.Revision, snapshot.Source, snapshot.SavedAt));
        Assert.Empty(snapshot.Problems);
    }

    [Fact]
    public void A_missing_snapshot_is_said_plainly()
    {
        Assert.False(File.TryLoad("etcd x", out _, out string? problem));
        Assert.StartsWith("there is no snapshot", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_stores_snapshot_is_refused()
    {
        File.Save([], "42", "etcd x");
        Assert.False(File.TryLoad("directory y", out _, out string? problem));
        Assert.Contains("taken from etcd x, and the datastore is now directory y", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void One_changed_octet_anywhere_is_noticed()
    {
        _store.Put("apiVersion: projectcalico.org/v3\nkind: Node\nmetadata: { name: n }");
        File.Save(_store.All, "42", "etcd x");
        byte[] good = System.IO.File.ReadAllBytes(File.Path);
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = [.. good];
            bad[i] ^= 1;
            System.IO.File.WriteAllBytes(File.Path, bad);
            Assert.False(File.TryLoad("etcd x", out _, out _));
            System.IO.File.WriteAllBytes(File.Path, good[..i]);
            Assert.False(File.TryLoad("etcd x", out _, out string? problem));
            Assert.StartsWith("the snapshot", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_directory_that_cannot_be_written_is_a_reason()
    {
        var file = new SnapshotFile("/proc/nowhere/intent.snapshot", _clock);
        Assert.Contains("was not saved", file.Save([], "1", "x"), StringComparison.Ordinal);
    }
}
