namespace BgpNode.Cli.Output;

/// <summary>How a word is meant. The word says it as well; colour never stands alone.</summary>
internal enum Tone
{
    Normal,
    Good,
    Warn,
    Bad,
    Faint,
}
