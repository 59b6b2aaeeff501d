namespace BgpNode.Control;

/// <summary>Marks a connection that came in over the control socket.</summary>
internal sealed class ControlConnection
{
    public static readonly ControlConnection Mark = new();

    private ControlConnection()
    {
    }
}
