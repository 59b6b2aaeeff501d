namespace BgpNode.Protocol.Validation;

/// <summary>What an error in an UPDATE calls for, RFC 7606 §2, the mildest first: of several the greatest counts (§3 h).</summary>
public enum UpdateAnswer
{
    /// <summary>Nothing wrong, or nothing that matters.</summary>
    Accept,

    /// <summary>Go on as if the attribute had not been there.</summary>
    DiscardAttribute,

    /// <summary>Take the message's routes as withdrawn.</summary>
    TreatAsWithdraw,

    /// <summary>Ignore the family from here on, with what was learned of it.</summary>
    DisableFamily,

    /// <summary>End the session with the finding's NOTIFICATION.</summary>
    ResetSession,
}
