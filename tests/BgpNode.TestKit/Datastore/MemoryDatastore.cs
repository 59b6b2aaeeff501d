using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using BgpNode.Datastore;
using BgpNode.Datastore.Documents;
using BgpNode.Datastore.Resources;

namespace BgpNode.TestKit.Datastore;

/// <summary>
/// A datastore that does what a test says. Before <see cref="RunAsync"/> it collects; from then on every change is an event.
/// Bad documents are refused loudly: a test that wants problems tells them with <see cref="Tell"/>.
/// </summary>
public sealed class MemoryDatastore : IDatastore
{
    private readonly Channel<DatastoreEvent> _events = Channel.CreateUnbounded<DatastoreEvent>();
    private readonly Dictionary<ResourceKey, StoredResource> _resources = [];
    private readonly Lock _gate = new();
    private bool _running;
    private long _revision;

    public string Description => "memory";

    public IReadOnlyList<StoredResource> LastGood { get; set; } = [];

    /// <summary>What is in force.</summary>
    public IReadOnlyList<StoredResource> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _resources.OrderBy(pair => pair.Key).Select(pair => pair.Value)];
            }
        }
    }

    /// <summary>Creates or replaces resources, written as YAML documents.</summary>
    /// <exception cref="ArgumentException">A document is wrong; the message has every problem.</exception>
    public void Put(string yaml)
    {
        DocumentSet set = YamlDocuments.Read(yaml, "test");
        Judgement[] judged = [.. set.Flatten().Select(document => ResourceReader.Read(document, "test", UnknownFields.Refused))];
        Problem[] problems = [.. set.Problems, .. judged.SelectMany(judgement => judgement.Problems)];
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join('\n', problems.AsEnumerable()), nameof(yaml));
        }

        foreach (Judgement judgement in judged)
        {
            Put(judgement.Resource!, judgement.Raw);
        }
    }

    public void Put(Resource resource, JsonObject? raw = null)
    {
        lock (_gate)
        {
            var stored = new StoredResource(resource, raw, ++_revision, $"memory/{resource.Key}");
            _resources[resource.Key] = stored;
            TellChanged(resource.Key, stored);
        }
    }

    /// <summary>True when it was there.</summary>
    public bool Remove(ResourceKey key)
    {
        lock (_gate)
        {
            bool removed = _resources.Remove(key);
            if (removed)
            {
                _revision++;
                TellChanged(key, null);
            }

            return removed;
        }
    }

    /// <summary>Sends any event as it is: a lost connection, problems, a replaced store.</summary>
    public void Tell(DatastoreEvent happening) => _events.Writer.TryWrite(happening);

    public async Task RunAsync(ChannelWriter<DatastoreEvent> writer, CancellationToken ct)
    {
        lock (_gate)
        {
            _running = true;
            Tell(new ConnectionChanged(true, null));
            Tell(new Synced(All, RevisionText, []));
        }

        try
        {
            await foreach (DatastoreEvent happening in _events.Reader.ReadAllAsync(ct))
            {
                await writer.WriteAsync(happening, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return;
        }
    }

    public ValueTask<ApplyResult> ApplyAsync(JsonObject document, CancellationToken ct)
    {
        DocumentSet set = JsonDocuments.Read(Encoding.UTF8.GetBytes(document.ToJsonString()), "document");
        Judgement judgement = ResourceReader.Read(set.Documents[0], "document", UnknownFields.Refused);
        if (judgement.Resource is not { } resource)
        {
            return ValueTask.FromResult(new ApplyResult(ApplyOutcome.Refused, judgement.Key, "the document is wrong", judgement.Problems));
        }

        lock (_gate)
        {
            ApplyOutcome outcome = _resources.ContainsKey(resource.Key) ? ApplyOutcome.Updated : ApplyOutcome.Created;
            Put(resource, judgement.Raw);
            return ValueTask.FromResult(new ApplyResult(outcome, resource.Key, $"{resource.Key} {outcome}", []) { Revision = _revision });
        }
    }

    public ValueTask<ApplyResult> DeleteAsync(ResourceKey key, CancellationToken ct)
    {
        ApplyOutcome outcome = Remove(key) ? ApplyOutcome.Deleted : ApplyOutcome.NotFound;
        return ValueTask.FromResult(new ApplyResult(outcome, key, $"{key} {outcome}", []));
    }

    private string RevisionText => _revision.ToString(CultureInfo.InvariantCulture);

    private void TellChanged(ResourceKey key, StoredResource? stored)
    {
        if (_running)
        {
            Tell(new Changed(key, stored, RevisionText));
        }
    }
}
