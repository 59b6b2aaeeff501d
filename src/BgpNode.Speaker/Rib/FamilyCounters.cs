namespace BgpNode.Speaker.Rib;

/// <summary>Counts of one family of one neighbour: prefixes (with RFC 7911 paths) held now, and events since the session came up.</summary>
public sealed class FamilyCounters
{
    /// <summary>Prefixes in the Adj-RIB-In.</summary>
    public long Received { get; set; }

    /// <summary>Of them, those that import let through.</summary>
    public long Accepted { get; set; }

    /// <summary>Of them, those that import refused.</summary>
    public long Filtered { get; set; }

    /// <summary>Paths refused since the session came up because their prefixes had too many (RFC 7911).</summary>
    public long PathsRefused { get; set; }

    /// <summary>Prefixes that the neighbour has from us.</summary>
    public long Sent { get; set; }

    /// <summary>How far it is from its limit of prefixes.</summary>
    public PrefixLevel Level { get; set; }

    /// <summary>The neighbour has told everything it had (RFC 4724 §2).</summary>
    public bool EndOfRib { get; set; }

    /// <summary>Withdrawn prefixes received since the session came up.</summary>
    public long WithdrawsReceived { get; set; }

    /// <summary>Withdrawn prefixes sent since the session came up.</summary>
    public long WithdrawsSent { get; set; }
}
