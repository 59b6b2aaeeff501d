using System.Collections.Concurrent;
using BgpNode.Net;
using BgpNode.Speaker.Discovery;

namespace BgpNode.TestKit.Speaker;

/// <summary>Links on which a test says who advertises itself.</summary>
public sealed class FakeDiscovery : IRouterDiscovery
{
    private readonly ConcurrentDictionary<string, Action<Sighting>> _links = new();

    /// <summary>The links that are watched now.</summary>
    public IEnumerable<string> Watched => _links.Keys.Order(StringComparer.Ordinal);

    public IAsyncDisposable Watch(string link, Action<Sighting> tell)
    {
        _links[link] = tell;
        return new Watching(() => _links.TryRemove(link, out _));
    }

    public void Hear(string link, string neighbour) => _links[link](new Sighting(Address.Parse(neighbour), null));

    public void Fail(string link, string problem) => _links[link](new Sighting(null, problem));

    private sealed class Watching(Action end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            end();
            return ValueTask.CompletedTask;
        }
    }
}
