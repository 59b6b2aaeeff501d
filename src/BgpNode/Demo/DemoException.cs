namespace BgpNode.Demo;

/// <summary>The lab could not be made or is not as it should be; the message is a sentence for the person at the terminal.</summary>
internal sealed class DemoException(string message, string detail = "") : Exception(message)
{
    /// <summary>Further lines, such as the end of a log.</summary>
    public string Detail { get; } = detail;
}
