namespace BgpNode.Reconciler.Intent;

/// <content>
/// Changes of one revision are one step of the store, also where they come in several bursts: the brake looks at what was before its first.
/// </content>
public sealed partial class IntentLoop
{
    private string _revision = "";
    private IntentSnapshot? _beforeRevision;

    private IntentSnapshot BeginRevision(IntentSnapshot intent, string revision)
    {
        if (_beforeRevision is not null && revision == _revision)
        {
            return intent;
        }

        intent = EndRevision(intent);
        (_revision, _beforeRevision) = (revision, intent);
        return intent;
    }

    private IntentSnapshot EndRevision(IntentSnapshot intent) =>
        _beforeRevision is { } before ? Told(intent, IntentBrake.AfterRevision(before, intent, clock.GetUtcNow())) : intent;

    private IntentSnapshot Told(IntentSnapshot before, IntentSnapshot after)
    {
        if (after.Held is { } held && held.Resources.Count > (before.Held?.Resources.Count ?? 0))
        {
            LogHeld(held.Why, held.Resources.Count);
        }

        return after;
    }
}
