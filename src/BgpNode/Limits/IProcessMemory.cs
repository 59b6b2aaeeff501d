namespace BgpNode.Limits;

/// <summary>What this process has in memory, and how much it may have.</summary>
internal interface IProcessMemory
{
    /// <summary>Octets of our own in memory; pages of files do not count, the kernel takes them away by itself.</summary>
    long Used { get; }

    /// <summary>More than this and the kernel kills us; null when nobody has set a limit.</summary>
    long? Limit { get; }

    /// <summary>Gives back what is not used any more. Costs a pause.</summary>
    void Collect();
}
