using Microsoft.Extensions.Logging;

namespace BgpNode.Speaker.Discovery;

/// <summary>Router advertisements over raw ICMPv6 sockets, one for each link.</summary>
public sealed class RouterDiscovery(TimeProvider clock, ILogger<RouterDiscovery> logger) : IRouterDiscovery
{
    public IAsyncDisposable Watch(string link, Action<Sighting> tell) => new LinkDiscovery(link, tell, clock, logger);
}
