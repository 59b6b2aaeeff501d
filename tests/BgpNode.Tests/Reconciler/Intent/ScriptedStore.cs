using System.Text.Json.Nodes;
using System.Threading.Channels;
using BgpNode.Datastore;
using BgpNode.Datastore.Resources;

namespace BgpNode.Tests.Reconciler.Intent;

/// <summary>A store that says what a test lets it say, at once: what was told before it runs is one burst.</summary>
internal sealed class ScriptedStore : IDatastore
{
    private readonly List<DatastoreEvent> _before = [];
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChannelWriter<DatastoreEvent>? _writer;

    public string Description => "memory";

    public IReadOnlyList<StoredResource> LastGood { get; set; } = [];

    public void Tell(params DatastoreEvent[] events)
    {
        if (_writer is null)
        {
            _before.AddRange(events);
            return;
        }

        foreach (DatastoreEvent happening in events)
        {
            if (!_writer.TryWrite(happening))
            {
                throw new InvalidOperationException("the inbox is full or closed");
            }
        }
    }

    /// <summary>The store breaks its promise and ends with an exception.</summary>
    public void Break(Exception error) => _end.SetException(error);

    public async Task RunAsync(ChannelWriter<DatastoreEvent> writer, CancellationToken ct)
    {
        _writer = writer;
        Tell([.. _before]);
        await _end.Task.WaitAsync(ct);
    }

    public ValueTask<ApplyResult> ApplyAsync(JsonObject document, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask<ApplyResult> DeleteAsync(ResourceKey key, CancellationToken ct) => throw new NotSupportedException();
}
