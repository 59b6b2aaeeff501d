namespace BgpNode.Demo.Routers;

/// <summary>One session as a router's software shows it.</summary>
internal readonly record struct SessionView(string Peer, string State)
{
    public bool IsEstablished => State.Equals("Established", StringComparison.OrdinalIgnoreCase);
}
