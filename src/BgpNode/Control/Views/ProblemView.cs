namespace BgpNode.Control.Views;

/// <summary>Something wrong with intent, and where it stands.</summary>
public sealed record ProblemView
{
    /// <summary>The file, or the key in the store.</summary>
    public required string Source { get; init; }

    /// <summary>Line from 1; 0 when the source has no lines.</summary>
    public int Line { get; init; }

    /// <summary>Column from 1; 0 when the source has no lines.</summary>
    public int Column { get; init; }

    /// <summary>The field, as <c>spec.peerIP</c>; empty when it is about the whole document.</summary>
    public string Path { get; init; } = "";

    public required string Message { get; init; }

    /// <summary><c>error</c> or <c>warning</c>.</summary>
    public string Severity { get; init; } = "error";

    /// <summary>The resource it is about, as <c>BGPPeer tor</c>, when its kind and name could be read.</summary>
    public string? Resource { get; init; }

    /// <summary>True when an earlier, good version of the resource goes on applying.</summary>
    public bool LastGoodInForce { get; init; }
}
