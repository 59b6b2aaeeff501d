namespace BgpNode.Speaker.Discovery;

/// <summary>Finds the neighbours of unnumbered links, and lets itself be found by them.</summary>
public interface IRouterDiscovery
{
    /// <summary>Advertises this node on a link and listens there until disposed.</summary>
    /// <param name="link">The link's name; it need not exist yet.</param>
    /// <param name="tell">Told of every advertisement that is heard, and of every change of the problem; on any thread, one call at a time.</param>
    IAsyncDisposable Watch(string link, Action<Sighting> tell);
}
